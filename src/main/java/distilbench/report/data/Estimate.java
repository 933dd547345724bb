package distilbench.report.data;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * A figure, positive such as a time or a ratio of times, and its 95 % interval. Slopes alone may be
 * of either sign.
 *
 * <p>One fork is one observation: what one JVM measures again and again is not independent. All but
 * slopes is computed with logarithms, in which a ratio and its inverse are alike, and in which
 * machines' disturbances, which slow down by percents, add up. The intervals are Student's and, for
 * unpaired samples, Welch's (Biometrika 34, 1947, with Satterthwaite's degrees of freedom).
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

  /** They take a millisecond each, and paired ratios ask for the same few again and again. */
  private static final Map<Integer, Double> QUANTILES = new ConcurrentHashMap<>();

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
   * The mean of figures that may also be negative or zero, such as slopes: arithmetic, with its
   * interval.
   *
   * @param figures one for each fork; if one of them is not a number, nothing is known
   */
  public static Estimate ofSlopes(double... figures) {
    if (figures.length == 0 || !Arrays.stream(figures).allMatch(Double::isFinite)) {
      return UNKNOWN;
    }
    double mean = StatUtils.mean(figures);
    if (figures.length < LEAST_FORKS) {
      return new Estimate(mean, Double.NaN, Double.NaN);
    }
    double reach =
        quantile(figures.length - 1) * Math.sqrt(StatUtils.variance(figures) / figures.length);
    return new Estimate(mean, mean - reach, mean + reach);
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

  /**
   * How many times as large a figure is as the mean of earlier ones, with the interval in which the
   * next one is to be expected: it holds what differs from one to the next (prediction interval;
   * Hahn and Meeker, Statistical Intervals, section 4.7).
   *
   * @param score the new one
   * @param earlier one for each run
   */
  public static Estimate besideEarlier(double score, double... earlier) {
    if (!usable(new double[] {score}) || !usable(earlier)) {
      return UNKNOWN;
    }
    double[] logs = logs(earlier);
    int runs = logs.length;
    return of(
        Math.log(score) - StatUtils.mean(logs),
        StatUtils.variance(logs) * (1 + 1.0 / runs),
        runs - 1,
        runs);
  }

  /** The same figure in another unit. */
  public Estimate times(double factor) {
    return new Estimate(value * factor, low * factor, high * factor);
  }

  /** How many times as large one row's scores are as another's, without anything in common. */
  public static Estimate unpairedRatio(double[] scores, double[] base) {
    if (!usable(scores) || !usable(base)) {
      return UNKNOWN;
    }
    double[] above = logs(scores);
    double[] below = logs(base);
    return welch(StatUtils.mean(above) - StatUtils.mean(below), above, below);
  }

  /**
   * Scores in units of what their machine does meanwhile. The interval holds what is not known of
   * the rate, too.
   *
   * @param scores one for each fork
   * @param rate what probes of the machine reached; their arithmetic mean is the unit
   */
  public static Estimate normalisedScore(double[] scores, double[] rate) {
    if (!usable(scores) || !usable(rate)) {
      return UNKNOWN;
    }
    double[] logs = logs(scores);
    return welch(StatUtils.mean(logs) - Math.log(StatUtils.mean(rate)), logs, logs(rate));
  }

  /**
   * How many times as large one side's times are as another's, each counted in what its own machine
   * does meanwhile: what takes twice as long on a machine half as fast is no slower.
   *
   * @param scores times, one for each fork
   * @param base likewise
   * @param rate what probes of the first machine reached
   * @param baseRate of the second one
   */
  public static Estimate normalisedRatio(
      double[] scores, double[] base, double[] rate, double[] baseRate) {
    if (!usable(scores) || !usable(base) || !usable(rate) || !usable(baseRate)) {
      return UNKNOWN;
    }
    double[] above = logs(scores);
    double[] below = logs(base);
    double faster = Math.log(StatUtils.mean(rate) / StatUtils.mean(baseRate));
    return welch(
        StatUtils.mean(above) - StatUtils.mean(below) + faster,
        above,
        below,
        logs(rate),
        logs(baseRate));
  }

  /**
   * The interval of a sum of independent means, with Satterthwaite's degrees of freedom.
   *
   * @param mean of the logarithms
   * @param samples of the logarithms whose means are added or subtracted
   */
  private static Estimate welch(double mean, double[]... samples) {
    double error = 0;
    double spread = 0;
    int fewest = Integer.MAX_VALUE;
    for (double[] sample : samples) {
      double part = StatUtils.variance(sample) / sample.length;
      error += part;
      spread += part * part / (sample.length - 1);
      fewest = Math.min(fewest, sample.length);
    }
    return of(mean, error, error * error / spread, fewest);
  }

  /**
   * How many times as large one row's scores are as another's.
   *
   * @param byRound whether fork i of every row was measured in round i
   */
  public static Estimate ratio(boolean byRound, double[] scores, double[] base) {
    return byRound ? pairedRatio(scores, base) : unpairedRatio(scores, base);
  }

  /** Whether forks' scores have an interval. */
  static boolean hasInterval(double[] scores) {
    return usable(scores) && scores.length >= LEAST_FORKS;
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
   * @param freedom degrees of freedom of that; of no account without an error or with few forks
   * @param forks of the sample that has fewest
   */
  private static Estimate of(double mean, double error, double freedom, int forks) {
    if (forks < LEAST_FORKS) {
      return new Estimate(Math.exp(mean), Double.NaN, Double.NaN);
    }
    // Equal scores throughout leave no degrees of freedom to compute, and no doubt.
    double reach = error == 0 ? 0 : quantile(freedom) * Math.sqrt(error);
    return new Estimate(Math.exp(mean), Math.exp(mean - reach), Math.exp(mean + reach));
  }

  /**
   * How many standard errors an interval reaches to each side.
   *
   * @param freedom degrees of freedom of the error's estimate
   */
  public static double quantile(double freedom) {
    boolean whole = freedom == Math.rint(freedom);
    return whole
        ? QUANTILES.computeIfAbsent((int) freedom, Estimate::computedQuantile)
        : computedQuantile(freedom);
  }

  private static double computedQuantile(double freedom) {
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

  /** What divides {@code dividend} by this: texts per second from seconds per 1000 texts. */
  public Estimate dividing(double dividend) {
    return new Estimate(dividend / value, dividend / high, dividend / low);
  }
}
