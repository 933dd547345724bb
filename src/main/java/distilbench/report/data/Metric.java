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
  /** More than an arithmetic and a geometric mean of the same numbers are apart. */
  private static final double ROUNDING = 1e-9;

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

  /** The same; without raw data the score stands for one fork, of which nothing more is known. */
  public double[] forkFigures() {
    return forks.isEmpty() ? new double[] {score} : forkMeans();
  }

  /**
   * The score with the interval of the forks, as far as both make sense together: the interval is
   * that of a geometric mean, and from many forks that differ by far it need not hold the score,
   * which is an arithmetic one.
   */
  public Estimate estimate() {
    Estimate mean = Estimate.overForks(forkMeans());
    double whole = wholeScore();
    boolean held = mean.low() * (1 - ROUNDING) <= whole && whole <= mean.high() * (1 + ROUNDING);
    return held
        ? new Estimate(whole, mean.low(), mean.high())
        : new Estimate(whole, Double.NaN, Double.NaN);
  }

  /**
   * The mean over forks of each fork's figure, with its interval; NaN if a fork lacks it. Where JMH
   * takes the highest fork for the score, as of peaks, one outlier does not decide here.
   */
  public Estimate mean() {
    double[] figures = forkFigures();
    // Zero, as of workers where there are none, has no logarithm.
    boolean none = figures.length > 0 && Arrays.stream(figures).allMatch(figure -> figure == 0);
    return none ? new Estimate(0, Double.NaN, Double.NaN) : Estimate.overForks(figures);
  }
}
