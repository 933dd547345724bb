package distilbench.report.choice;

import distilbench.report.data.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.regression.SimpleRegression;

/**
 * How many calls per second a deployment sustains within a latency limit, as far as forks under
 * several rates tell.
 *
 * <p>The 99th percentile of a fork's few hundred calls varies from fork to fork by a fifth and
 * more, since the calls of one queue depend on each other. Whether one fork keeps the limit near
 * the boundary is therefore chance. A straight line through the logarithms of p99 over those of the
 * rates, of all forks near the boundary, meets the limit where they agree best.
 *
 * @param sustained calls per second, with the interval of an inverse regression (Draper and Smith,
 *     Applied Regression Analysis, third edition, section 3.2); without an interval as long as it
 *     is not shown that latency grows with the rate, NaN before any fork has kept the limit and any
 *     has failed
 * @param rounds the same as each round's forks alone place it, on a line of the same slope
 * @param below the rate just below it that most forks measured
 * @param above likewise the rate just above it
 */
public record Capacity(
    Estimate sustained, Map<Integer, Double> rounds, Optional<Load> below, Optional<Load> above) {
  /** Forks under rates further away than this factor do not count: there the line is bent. */
  private static final double NEAR = 1.65;

  /** Sides of the boundary that are told are no further away than this factor. */
  private static final double BESIDE = 1.3;

  private static final int LEAST = 4;

  /**
   * What was found.
   *
   * @param loads of one deployment
   * @param limit that 99 % of the calls must keep to, in milliseconds
   */
  public static Capacity of(List<Load> loads, double limit) {
    Bracket bracket = Bracket.of(loads);
    Fit first = Fit.of(loads, bracket.nearest(), limit);
    Fit fit = first.isKnown() ? Fit.of(loads, first.sustained().value(), limit) : first;
    Estimate sustained =
        fit.isKnown() ? fit.sustained() : new Estimate(bracket.centre(), Double.NaN, Double.NaN);
    double boundary = sustained.value();
    return new Capacity(
        sustained,
        fit.rounds(),
        most(loads, load -> load.rate() <= boundary && load.rate() * BESIDE >= boundary)
            .or(bracket::kept),
        most(loads, load -> load.rate() > boundary && load.rate() <= boundary * BESIDE)
            .or(bracket::failed));
  }

  private static Optional<Load> most(List<Load> loads, Predicate<Load> where) {
    return loads.stream()
        .filter(load -> !load.forks().isEmpty() && where.test(load))
        .max(Comparator.comparingInt(load -> load.forks().size()));
  }

  /**
   * How many times as many calls per second as another deployment it sustains: paired over the
   * rounds that measured both, whose arrivals were the same.
   *
   * @return unknown with fewer than {@value Estimate#LEAST_FORKS} such rounds
   */
  public Estimate ratio(Capacity other) {
    double[] ratios =
        rounds.entrySet().stream()
            .filter(entry -> other.rounds.containsKey(entry.getKey()))
            .mapToDouble(entry -> entry.getValue() / other.rounds.get(entry.getKey()))
            .toArray();
    return ratios.length < Estimate.LEAST_FORKS ? Estimate.UNKNOWN : Estimate.overForks(ratios);
  }

  /** The line through forks near the boundary. */
  private record Fit(Estimate sustained, Map<Integer, Double> rounds) {
    private static final Fit NONE = new Fit(Estimate.UNKNOWN, Map.of());

    boolean isKnown() {
      return !Double.isNaN(sustained.value());
    }

    static Fit of(List<Load> loads, double centre, double limit) {
      SimpleRegression line = new SimpleRegression();
      near(loads, centre).forEach(point -> line.addData(point.rate(), point.p99()));
      double slope = line.getSlope();
      if (line.getN() < LEAST || !(slope > 0)) {
        return NONE;
      }
      double mean = near(loads, centre).mapToDouble(Point::rate).average().orElseThrow();
      double boundary = (Math.log(limit) - line.getIntercept()) / slope;
      Map<Integer, List<Double>> placed = new TreeMap<>();
      near(loads, centre)
          .filter(point -> point.round() > 0)
          .forEach(
              point ->
                  placed
                      .computeIfAbsent(point.round(), any -> new ArrayList<>())
                      .add(boundary - (point.p99() - line.predict(point.rate())) / slope));
      Map<Integer, Double> rounds = new TreeMap<>();
      placed.forEach(
          (round, all) ->
              rounds.put(
                  round,
                  Math.exp(all.stream().mapToDouble(Double::doubleValue).average().orElseThrow())));
      return new Fit(interval(line, boundary - mean, mean), rounds);
    }

    /** From Fieller's theorem: what is not known of the slope widens it. */
    private static Estimate interval(SimpleRegression line, double distance, double mean) {
      double reach =
          Estimate.quantile(line.getN() - 2.0)
              * Math.sqrt(line.getMeanSquareError())
              / line.getSlope();
      double doubt = reach * reach / line.getXSumSquares();
      double value = Math.exp(mean + distance);
      if (!(doubt < 1)) {
        return new Estimate(value, Double.NaN, Double.NaN);
      }
      double half =
          reach
              * Math.sqrt((1 - doubt) / line.getN() + distance * distance / line.getXSumSquares());
      return new Estimate(
          value,
          Math.exp(mean + (distance - half) / (1 - doubt)),
          Math.exp(mean + (distance + half) / (1 - doubt)));
    }

    /** Calls that were refused have no latency: such forks are far from the boundary. */
    private static Stream<Point> near(List<Load> loads, double centre) {
      return loads.stream()
          .filter(load -> Math.max(load.rate() / centre, centre / load.rate()) <= NEAR)
          .flatMap(
              load ->
                  load.forks().stream()
                      .filter(fork -> fork.p99() > 0)
                      .map(
                          fork ->
                              new Point(
                                  fork.round(), Math.log(load.rate()), Math.log(fork.p99()))));
    }
  }

  /** A fork: logarithms of the rate and of p99. */
  private record Point(int round, double rate, double p99) {}
}
