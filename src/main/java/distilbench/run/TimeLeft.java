package distilbench.run;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/** Learns from the forks that have ended how long those still to come will take. */
final class TimeLeft {
  private final Map<Row, Double> seconds = new HashMap<>();

  /** Records how long a row's fork took; the last one counts. */
  void took(Row row, double seconds) {
    this.seconds.put(row, seconds);
  }

  /**
   * Seconds that these forks will take: each as long as its row did last time, and rows never seen
   * as long as the others on average. NaN if nothing has been seen yet.
   */
  double of(Collection<Row> forks) {
    double average =
        seconds.values().stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    return forks.stream().mapToDouble(row -> seconds.getOrDefault(row, average)).sum();
  }
}
