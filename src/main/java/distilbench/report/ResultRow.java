package distilbench.report;

import java.util.Map;
import java.util.Optional;

/**
 * One result of a JMH run: a benchmark in one mode with one value for each parameter.
 *
 * @param benchmark qualified name of the method
 * @param mode as JMH abbreviates it: thrpt, avgt, sample, ss
 * @param parameters values by name, in the file's order
 * @param primary the score
 * @param secondary what profilers added, by label
 */
record ResultRow(
    String benchmark,
    String mode,
    Map<String, String> parameters,
    Metric primary,
    Map<String, Metric> secondary) {
  /** Label of the process tree's memory that tables compare and verdicts judge. */
  static final String PSS = "mem.tree.pss.peak";

  /** Label of what the Java heap alone shows. */
  static final String HEAP = "mem.heap.used";

  RowName name() {
    return new RowName(benchmark, mode, parameters);
  }

  /** A secondary metric; none if nothing emitted it. */
  Optional<Metric> metric(String label) {
    return Optional.ofNullable(secondary.get(label));
  }

  /** How many forks were measured; 0 if the file does not tell. */
  int forks() {
    return primary.forks().size();
  }
}
