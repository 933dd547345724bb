package distilbench.report.data;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.apache.commons.math3.analysis.UnivariateFunction;
import org.apache.commons.math3.analysis.integration.IterativeLegendreGaussIntegrator;
import org.apache.commons.math3.analysis.solvers.BrentSolver;
import org.apache.commons.math3.distribution.ChiSquaredDistribution;
import org.apache.commons.math3.distribution.NormalDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The smallest difference between two rows that a run could have shown: of two rows that truly
 * differ by it, the 95 % interval of their ratio excludes 1 with a probability of 80 %, the
 * customary power (Cohen, Statistical Power Analysis for the Behavioral Sciences, 1988).
 *
 * <p>It follows from how many forks there are and how far they spread. The spread is the variance
 * of the logarithm of two rows' ratio, pooled over all pairs of rows of one benchmark: paired by
 * round, or, where rows did not take turns, twice the variance within rows. With it a t test of
 * forks' logarithms has a noncentral t distribution, whose noncentrality is the logarithm of the
 * ratio in units of its standard error (Johnson, Kotz, Balakrishnan, Continuous Univariate
 * Distributions 2, 1995, chapter 31).
 *
 * <p>Rows are taken to spread alike. A row that spreads more shows less, and the other way round.
 *
 * @param benchmark its method, as a line of output can show it
 * @param mode as JMH abbreviates it
 * @param ratio of the slower row's time to the faster one's, at least 1
 * @param forks of each row; where rows differ, of the one that has fewest
 * @param rows how many it is computed from
 */
public record SmallestDifference(String benchmark, String mode, double ratio, int forks, int rows) {
  /** Probability with which a difference of this size is shown. */
  public static final double POWER = 0.8;

  private static final int FEWEST_ROWS = 2;

  /** Beyond these estimates of a standard deviation, in units of the true one, none lies. */
  private static final double ESTIMATED_WIDEST = 10;

  private static final int POINTS = 16;
  private static final double PRECISION = 1e-6;

  /**
   * That of each benchmark and mode.
   *
   * @param rows of a run
   * @param byRound whether fork i of every row was measured in round i
   * @return in the order of the rows; none of benchmarks without two rows of {@value
   *     Estimate#LEAST_FORKS} forks. What the harness alone costs does not count
   */
  public static List<SmallestDifference> ofEach(List<ResultRow> rows, boolean byRound) {
    Map<List<String>, List<ResultRow>> benchmarks = new LinkedHashMap<>();
    for (ResultRow row : rows) {
      benchmarks
          .computeIfAbsent(List.of(row.benchmark(), row.mode()), any -> new ArrayList<>())
          .add(row);
    }
    return benchmarks.values().stream()
        .map(alike -> of(alike, byRound))
        .flatMap(Optional::stream)
        .toList();
  }

  /** That of rows of one benchmark and mode. */
  private static Optional<SmallestDifference> of(List<ResultRow> alike, boolean byRound) {
    List<double[]> logs =
        alike.stream()
            .filter(row -> !row.isHarness())
            .map(ResultRow::compared)
            .filter(Estimate::hasInterval)
            .map(scores -> Arrays.stream(scores).map(Math::log).toArray())
            .toList();
    if (logs.size() < FEWEST_ROWS) {
      return Optional.empty();
    }
    int forks = logs.stream().mapToInt(row -> row.length).min().orElseThrow();
    double freedom = byRound ? forks - 1 : 2 * (forks - 1);
    double spread = byRound ? pairedVariance(logs) : 2 * varianceWithin(logs);
    double ratio = Math.exp(noncentrality(freedom) * Math.sqrt(spread / forks));
    ResultRow first = alike.get(0);
    return Optional.of(
        new SmallestDifference(
            first.name().shortName(), first.name().mode(), ratio, forks, logs.size()));
  }

  /** Of the differences of two rows in the rounds of both, pooled over all pairs of rows. */
  static double pairedVariance(List<double[]> logs) {
    List<double[]> differences = new ArrayList<>();
    for (int row = 0; row < logs.size(); row++) {
      for (int other = 0; other < row; other++) {
        double[] one = logs.get(row);
        double[] two = logs.get(other);
        differences.add(
            IntStream.range(0, Math.min(one.length, two.length))
                .mapToDouble(round -> one[round] - two[round])
                .toArray());
      }
    }
    return varianceWithin(differences);
  }

  /** The variances of samples, each weighted with its degrees of freedom. */
  private static double varianceWithin(List<double[]> samples) {
    return sum(samples, sample -> StatUtils.variance(sample) * (sample.length - 1))
        / sum(samples, sample -> sample.length - 1);
  }

  private static double sum(List<double[]> samples, ToDoubleFunction<double[]> figure) {
    return samples.stream().mapToDouble(figure).sum();
  }

  /**
   * By how many standard errors two rows must differ to be told apart with the power of this class.
   *
   * @param freedom degrees of freedom of the error's estimate
   */
  static double noncentrality(double freedom) {
    double critical = Estimate.quantile(freedom);
    // Half of the tests exceed about the critical value; this many exceed it nearly always.
    double sure = ESTIMATED_WIDEST * critical;
    return new BrentSolver(PRECISION)
        .solve(
            Integer.MAX_VALUE, shift -> power(shift, critical, freedom) - POWER, 0, sure, critical);
  }

  /**
   * With which probability a variable with a noncentral t distribution lies beyond a critical value
   * on either side: a normal variable, shifted, is divided by an estimate of its standard
   * deviation, over whose distribution this integrates.
   */
  private static double power(double shift, double critical, double freedom) {
    NormalDistribution normal = new NormalDistribution(null, 0, 1);
    ChiSquaredDistribution squares = new ChiSquaredDistribution(null, freedom);
    UnivariateFunction beyond =
        estimate -> {
          double shown =
              normal.cumulativeProbability(shift - critical * estimate)
                  + normal.cumulativeProbability(-shift - critical * estimate);
          return shown * squares.density(freedom * estimate * estimate) * 2 * freedom * estimate;
        };
    double widest = 1 + ESTIMATED_WIDEST / Math.sqrt(freedom);
    return new IterativeLegendreGaussIntegrator(POINTS, PRECISION, PRECISION)
        .integrate(Integer.MAX_VALUE, beyond, 0, widest);
  }
}
