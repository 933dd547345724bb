package distilbench.report.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A positive figure, such as a time or a ratio of times, and its 95 % interval.
 *
 * <p>One fork is one observation: what one JVM measures again and again is not independent. All is
 * computed with logarithms, in which a ratio and its inverse are alike, and in which machines'
 * disturbances, which slow down by percents, add up. The intervals are Student's and, for unpaired
 * samples, Welch's (Biometrika 34, 1947, with Satterthwaite's degrees of freedom).
 *
 * @param value geometric mean; NaN if it is not known
 * @param low lower end; NaN if there are fewer than {@value #LEAST_FORKS} forks
 * @param high upper end; NaN likewise
 */
public record Estimate(double value, double low, double high) {
  /** From two forks the interval is 9 standard deviations to each side: it says nothing. */
  public static final int LEAST_FORKS = 3;

  public static final Estimate UNKNOWN = new Estimate(Double.NaN, Double.NaN, Double.NaN);

  private static final double CONFIDENCE = 0.95;

  /**
   * The mean of forks' scores.
   *
   * @param scores one for each fork; if one of them is not a positive number, nothing is known
   */
  public static Estimate overForks(double... scores) {
    if (!usable(scores)) {
      return UNKNOWN;
    }
    double[] logs = logs(scores);
    return of(
        StatUtils.mean(logs), StatUtils.variance(logs) / logs.length, logs.length - 1, logs.length);
  }

  /**
   * How many times as large one row's scores are as another's, when both took part in the same
   * rounds: what a round does to both cancels out. Rounds that only one of them has do not count.
   *
   * @param scores one for each round
   * @param base likewise
   */
  public static Estimate pairedRatio(double[] scores, double[] base) {
    int rounds = Math.min(scores.length, base.length);
    double[] ratios = IntStream.range(0, rounds).mapToDouble(i -> scores[i] / base[i]).toArray();
    return overForks(ratios);
  }

  /** How many times as large one row's scores are as another's, without anything in common. */
  static Estimate unpairedRatio(double[] scores, double[] base) {
    if (!usable(scores) || !usable(base)) {
      return UNKNOWN;
    }
    double[] above = logs(scores);
    double[] below = logs(base);
    double aboveError = StatUtils.variance(above) / above.length;
    double belowError = StatUtils.variance(below) / below.length;
    double error = aboveError + belowError;
    double freedom =
        error
            * error
            / (aboveError * aboveError / (above.length - 1)
                + belowError * belowError / (below.length - 1));
    return of(
        StatUtils.mean(above) - StatUtils.mean(below),
        error,
        freedom,
        Math.min(above.length, below.length));
  }

  /**
   * How many times as large one row's scores are as another's.
   *
   * @param byRound whether fork i of every row was measured in round i
   */
  public static Estimate ratio(boolean byRound, double[] scores, double[] base) {
    return byRound ? pairedRatio(scores, base) : unpairedRatio(scores, base);
  }

  private static boolean usable(double[] scores) {
    return scores.length > 0
        && Arrays.stream(scores).allMatch(score -> score > 0 && Double.isFinite(score));
  }

  private static double[] logs(double[] scores) {
    return Arrays.stream(scores).map(Math::log).toArray();
  }

  /**
   * @param error variance of the mean
   * @param forks of the side that has fewer
   */
  private static Estimate of(double mean, double error, double freedom, int forks) {
    if (forks < LEAST_FORKS) {
      return new Estimate(Math.exp(mean), Double.NaN, Double.NaN);
    }
    // Equal scores throughout leave no degrees of freedom to compute, and no doubt.
    double reach = error == 0 ? 0 : quantile(freedom) * Math.sqrt(error);
    return new Estimate(Math.exp(mean), Math.exp(mean - reach), Math.exp(mean + reach));
  }

  private static double quantile(double freedom) {
    // Without a random generator, which is for sampling.
    return new TDistribution(null, freedom).inverseCumulativeProbability((1 + CONFIDENCE) / 2);
  }

  /** Whether it is known how far the figure can be trusted. */
  public boolean hasInterval() {
    return !Double.isNaN(low);
  }

  /** Whether the interval lies wholly on one side of 1. */
  public boolean excludesOne() {
    return low > 1 || high < 1;
  }

  /** What divides {@code dividend} by this: reviews a second from seconds per 1000 reviews. */
  Estimate dividing(double dividend) {
    return new Estimate(dividend / value, dividend / high, dividend / low);
  }
}
