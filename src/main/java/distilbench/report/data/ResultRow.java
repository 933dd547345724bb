package distilbench.report.data;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.format.MetricLabel;
import distilbench.format.RowIdentity;
import java.util.Map;
import java.util.Optional;

/**
 * One result of a JMH run: a benchmark in one mode, with one number of threads and one value for
 * each parameter.
 *
 * @param benchmark qualified name of the method
 * @param mode as JMH abbreviates it: thrpt, avgt, sample, ss
 * @param threads JMH's {@code -t}
 * @param parameters values by name, in the file's order
 * @param primary the score
 * @param secondary what profilers added, by label
 * @param settings what else JMH says of how the row was measured, by JMH's names
 */
public record ResultRow(
    String benchmark,
    String mode,
    int threads,
    Map<String, String> parameters,
    Metric primary,
    Map<String, Metric> secondary,
    Map<String, JsonNode> settings) {
  /** Label of the process tree's memory that tables compare and verdicts judge. */
  public static final String PSS = MetricLabel.MEM_TREE_PSS_PEAK.label();

  /** Label of the same as the kernel has it, which depends on processes outside of the tree. */
  public static final String RAW_PSS = MetricLabel.MEM_TREE_RAW_PSS_PEAK.label();

  /** Label of what the Java heap alone shows. */
  public static final String HEAP = MetricLabel.MEM_HEAP_USED.label();

  /** The managed heaps of the workers, in MiB. */
  public static final String WORKERS_HEAP = MetricLabel.MEM_WORKERS_HEAP.label();

  /** Label of the tree's memory in RSS, in which shared pages count again for each process. */
  public static final String RSS = MetricLabel.MEM_TREE_RSS_PEAK.label();

  /** Label of what the worker processes hold together. */
  public static final String WORKERS_PSS = MetricLabel.MEM_WORKERS_PSS_MEAN.label();

  private static final String NO_QUOTA = "0";
  private static final double YES = 1;
  private static final String BATCH = "measurementBatchSize";

  /** What was measured, as the file says it. */
  public RowIdentity measured() {
    return new RowIdentity(benchmark, mode, threads, parameters);
  }

  /** What makes it the same row as one of another file. */
  public RowIdentity identity() {
    return measured().key();
  }

  /** The same as a line of output can show it. */
  public RowIdentity name() {
    return measured().printable();
  }

  /** A secondary metric; none if nothing emitted it. */
  public Optional<Metric> metric(String label) {
    return Optional.ofNullable(secondary.get(label));
  }

  /** The same of this suite's own. */
  public Optional<Metric> metric(MetricLabel label) {
    return metric(label.label());
  }

  /** A secondary metric; NaN if it is missing, or was not measured in every fork. */
  public double figure(MetricLabel label) {
    return metric(label).map(Metric::wholeScore).orElse(Double.NaN);
  }

  private boolean says(MetricLabel label) {
    return figure(label) == YES;
  }

  /** Whether an operation runs the model. */
  public boolean runsModel() {
    return metric(MetricLabel.WORK_RUNS_MODEL).isPresent()
        ? says(MetricLabel.WORK_RUNS_MODEL)
        : OlderFiles.runsModel(this);
  }

  /** Whether it is a deployment without a model: what handing out and checking cost. */
  public boolean isHarness() {
    return metric(MetricLabel.WORK_RUNS_MODEL).isPresent()
        ? parameters.containsKey(RowIdentity.DEPLOYMENT) && !says(MetricLabel.WORK_RUNS_MODEL)
        : OlderFiles.isHarness(this);
  }

  /** Whether it sets a CPU quota: what that withholds is what the row is about. */
  public boolean limitsItself() {
    return !parameters.getOrDefault(RowIdentity.QUOTA, NO_QUOTA).equals(NO_QUOTA);
  }

  /** Whether at least two processes are meant to share their weights. */
  public boolean sharesWeights() {
    return metric(MetricLabel.SHARE_EXPECTED).isPresent()
        ? says(MetricLabel.SHARE_EXPECTED)
        : OlderFiles.sharesWeights(this);
  }

  /** GFLOP that the model takes for the real tokens of one operation; NaN if not known. */
  public double modelGflop() {
    return metric(MetricLabel.WORK_MODEL_GFLOP).isPresent()
        ? figure(MetricLabel.WORK_MODEL_GFLOP)
        : OlderFiles.modelGflop(this);
  }

  /**
   * How many operations one score is about. A single shot is one of each thread, and its score the
   * mean of the threads' times; rates are summed over threads, other times are those of one. Of
   * batches ({@code -bs}) JMH takes each for one.
   */
  public double operationsPerScore() {
    int batch = settings.containsKey(BATCH) ? settings.get(BATCH).asInt(1) : 1;
    return (mode.equals("ss") ? threads : 1) * Math.max(1, batch);
  }

  /** Whether a metric says how much memory something holds. */
  public boolean isMemory(String label) {
    return label.startsWith("mem.")
        && metric(label).filter(metric -> metric.unit().equals("MiB")).isPresent();
  }

  /**
   * A figure of memory: the mean over forks of each fork's, with its interval. All readers have it
   * from here.
   *
   * @param label of a metric that {@link #isMemory}
   * @return unknown if it is missing, or was not measured in every fork
   */
  public Estimate memory(String label) {
    return metric(label).map(Metric::mean).orElse(Estimate.UNKNOWN);
  }

  /**
   * For each fork the figure by which rows are compared: the score, or the 99th percentile of calls
   * that arrive by themselves, whose score is the time that their schedule takes.
   */
  public double[] compared() {
    return LoadRow.isOne(this) ? new LoadRow(this).latencies() : primary.forkFigures();
  }

  /** How many forks were measured; 0 if the file does not tell. */
  public int forks() {
    return primary.forks().size();
  }
}
