package distilbench.report;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * One metric of a row.
 *
 * @param score as JMH has put it together; NaN if it is not known
 * @param unit as JMH spells it
 * @param percentiles of the score by their names, such as "99.0"; empty if there are none
 * @param forks for each fork the values of its iterations; of sampled times, the mean of all
 *     samples; empty if the file has no raw data
 */
record Metric(double score, String unit, Map<String, Double> percentiles, List<double[]> forks) {

  /** The score; NaN also if only a part of the forks could measure it: no figure is partial. */
  double wholeScore() {
    boolean partial = forks.stream().flatMapToDouble(Arrays::stream).anyMatch(Double::isNaN);
    return partial ? Double.NaN : score;
  }

  /** For each fork the mean over its iterations, NaN without any. */
  double[] forkMeans() {
    return forks.stream()
        .mapToDouble(fork -> Arrays.stream(fork).average().orElse(Double.NaN))
        .toArray();
  }
}
