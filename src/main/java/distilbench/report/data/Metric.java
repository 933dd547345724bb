package distilbench.report.data;

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
 * @param samples how many were taken in all forks; 0 if nothing was sampled
 */
public record Metric(
    double score,
    String unit,
    Map<String, Double> percentiles,
    List<double[]> forks,
    long samples) {

  /** The score; NaN also if only a part of the forks could measure it: no figure is partial. */
  public double wholeScore() {
    boolean partial = forks.stream().flatMapToDouble(Arrays::stream).anyMatch(Double::isNaN);
    return partial ? Double.NaN : score;
  }

  /** For each fork the mean over its iterations, NaN without any. */
  public double[] forkMeans() {
    return forks.stream()
        .mapToDouble(fork -> Arrays.stream(fork).average().orElse(Double.NaN))
        .toArray();
  }
}
