package distilbench.proctree;

import java.util.Map;

/** Gathers the samples of one stretch of time. Not safe for use by several threads. */
final class TreeRecord {
  /**
   * The kernel tells CPU time in hundredths of a second: over less than ten of them it says
   * nothing.
   */
  private static final double LEAST_CPU_SECONDS = 0.1;

  private final TimeMean pss = new TimeMean();
  private final TimeMean rawPss = new TimeMean();
  private final TimeMean anonymous = new TimeMean();
  private final TimeMean file = new TimeMean();
  private final TimeMean rootPss = new TimeMean();
  private final TimeMean workersPss = new TimeMean();
  private double pssPeak = Double.NEGATIVE_INFINITY;
  private double rawPssPeak = Double.NEGATIVE_INFINITY;
  private double ussPeak = Double.NEGATIVE_INFINITY;
  private double rssPeak = Double.NEGATIVE_INFINITY;
  private double rootRssPeak = Double.NEGATIVE_INFINITY;
  private double rootPssFirst = Double.NaN;
  private double heapPeak = Double.NEGATIVE_INFINITY;
  private double processes = Double.NEGATIVE_INFINITY;
  private double passNanos = Double.NEGATIVE_INFINITY;
  private int samples;
  private boolean exact = true;
  private boolean unreadable;
  private Activity begin;

  /**
   * What a tree has done since its beginning.
   *
   * @param switches involuntary context switches by thread
   */
  record Activity(
      long nanos, double cpuSeconds, Map<Long, Double> switches, double samplerCpuSeconds) {

    /** Switches since an earlier time, of the threads that are still there. */
    double switchesSince(Activity earlier) {
      return switches.entrySet().stream()
          .mapToDouble(
              thread -> thread.getValue() - earlier.switches.getOrDefault(thread.getKey(), 0.0))
          .sum();
    }
  }

  void begin(Activity activity) {
    begin = activity;
  }

  /** Adds a reading of RSS alone. */
  void resident(ProcessTree.Resident resident) {
    rssPeak = Math.max(rssPeak, resident.tree());
    rootRssPeak = Math.max(rootRssPeak, resident.root());
  }

  /**
   * Adds a reading of everything.
   *
   * @param nanos when it began
   * @param spanNanos how long it took
   */
  void sample(ProcessTree.Memory memory, double heapUsed, long nanos, long spanNanos) {
    MemoryUse tree = memory.tree();
    if (samples == 0) {
      rootPssFirst = memory.root().pss();
    }
    samples++;
    exact &= memory.exact();
    pss.add(nanos, tree.pss());
    rawPss.add(nanos, memory.rawPss());
    anonymous.add(nanos, tree.pssAnonymous());
    file.add(nanos, tree.pssFile());
    rootPss.add(nanos, memory.root().pss());
    workersPss.add(nanos, memory.workers().pss());
    pssPeak = Math.max(pssPeak, tree.pss());
    rawPssPeak = Math.max(rawPssPeak, memory.rawPss());
    ussPeak = Math.max(ussPeak, tree.uss());
    rssPeak = Math.max(rssPeak, tree.rss());
    rootRssPeak = Math.max(rootRssPeak, memory.root().rss());
    heapPeak = Math.max(heapPeak, heapUsed);
    processes = Math.max(processes, memory.processes());
    passNanos = Math.max(passNanos, spanNanos);
  }

  /** From now on there are no figures: a part of the tree could not be read. */
  void unreadable() {
    unreadable = true;
  }

  TreeFigures end(Activity end) {
    double seconds = (end.nanos() - begin.nanos()) / 1e9;
    return new TreeFigures(
        seconds,
        known(pssPeak),
        known(pss.value()),
        known(rawPssPeak),
        known(rawPss.value()),
        samples == 0 ? Double.NaN : known(exact ? 1 : 0),
        known(ussPeak),
        known(rssPeak),
        known(anonymous.value()),
        known(file.value()),
        known(rootRssPeak),
        known(rootPssFirst),
        known(rootPss.value()),
        known(workersPss.value()),
        known(heapPeak),
        known(processes),
        samples,
        known(passNanos / 1e9),
        seconds < LEAST_CPU_SECONDS ? Double.NaN : known(end.cpuSeconds() - begin.cpuSeconds()),
        known(end.switchesSince(begin)),
        end.samplerCpuSeconds() - begin.samplerCpuSeconds());
  }

  /** Without samples there is no peak. */
  private double known(double figure) {
    return unreadable || Double.isInfinite(figure) ? Double.NaN : figure;
  }
}
