package distilbench.proctree;

/**
 * What a tree held and did over some time. Memory in bytes; NaN what could not be measured. A peak
 * is the largest sum at one time, not the sum of each process's largest; a mean is over time.
 *
 * @param seconds from the first sample to the last
 * @param pssPeak peak of the tree's PSS
 * @param pssMean mean of the tree's PSS
 * @param rawPssPeak peak of the tree's PSS as the kernel has it
 * @param rawPssMean mean of the same
 * @param exact 1 if PSS and USS are the tree's own in all samples; 0 if they are the kernel's,
 *     which depend on strangers that map the same files
 * @param ussPeak peak of the tree's USS
 * @param rssPeak peak of the tree's RSS, in which shared pages count again for each process
 * @param anonymousMean mean of the part of PSS that belongs to no file
 * @param fileMean mean of the part of PSS that maps files
 * @param rootRssPeak peak RSS of the process at the top
 * @param rootPssFirst PSS of the process at the top in the first sample
 * @param rootPssMean mean PSS of the process at the top
 * @param workersPssMean mean PSS of all below it
 * @param heapPeak largest use of this JVM's heap, garbage included
 * @param processes most living processes at one time
 * @param samples readings of PSS
 * @param passSeconds the longest of these: the processes are read one after the other
 * @param cpuSeconds CPU time of the tree, processes that ended included; NaN in less than 0.1 s
 * @param involuntarySwitches over all threads that lived to the end
 * @param samplerCpuSeconds CPU time of the sampling itself, part of {@code cpuSeconds}
 */
record TreeFigures(
    double seconds,
    double pssPeak,
    double pssMean,
    double rawPssPeak,
    double rawPssMean,
    double exact,
    double ussPeak,
    double rssPeak,
    double anonymousMean,
    double fileMean,
    double rootRssPeak,
    double rootPssFirst,
    double rootPssMean,
    double workersPssMean,
    double heapPeak,
    double processes,
    double samples,
    double passSeconds,
    double cpuSeconds,
    double involuntarySwitches,
    double samplerCpuSeconds) {

  /** Of a time that was not sampled. */
  static final TreeFigures NONE =
      new TreeFigures(
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN,
          Double.NaN);
}
