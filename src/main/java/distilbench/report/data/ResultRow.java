package distilbench.report.data;

import com.fasterxml.jackson.databind.JsonNode;
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
  public static final String PSS = "mem.tree.pss.peak";

  /** Label of what the Java heap alone shows. */
  public static final String HEAP = "mem.heap.used";

  /** Label of the same in RSS, in which shared pages count again for each process. */
  public static final String RSS = "mem.tree.rss.peak";

  /** Label of what the worker processes hold together. */
  public static final String WORKERS_PSS = "mem.workers.pss.mean";

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

  /** How many forks were measured; 0 if the file does not tell. */
  public int forks() {
    return primary.forks().size();
  }
}
