package distilbench.report.data;

import distilbench.format.LatencyBound;
import distilbench.format.MetricLabel;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A row at whose deployment calls arrived by themselves. Its score is the time that their schedule
 * took; what it is about is how long they took.
 *
 * @param row as it was measured
 */
public record LoadRow(ResultRow row) {
  private static final String BOUND = "slo";
  private static final double ALL = 100;
  private static final double DOUBT = 0.05;
  private static final double MILLISECOND = 1e6;

  /** Whether calls arrived by themselves. */
  public static boolean isOne(ResultRow row) {
    return row.metric(MetricLabel.LOAD_CALLS)
        .filter(calls -> Double.isFinite(calls.score()))
        .isPresent();
  }

  /**
   * From how many calls on a fork can tell a percentile: if all of so many calls are fast enough,
   * so is that part of all calls, with 95 % confidence. The probability that the slow ones are
   * missed by chance is the part's power of the number of calls.
   *
   * @param percent of calls, below 100
   */
  public static int leastCalls(double percent) {
    return (int) Math.ceil(Math.log(DOUBT) / Math.log(percent / ALL));
  }

  /** Whether every fork had enough calls to tell a percentile. */
  public boolean tells(double percent) {
    return Arrays.stream(forks(MetricLabel.LOAD_CALLS))
        .allMatch(calls -> calls >= leastCalls(percent));
  }

  /** The mean over forks of a figure of each fork, with its interval. */
  public Estimate figure(MetricLabel label) {
    return row.metric(label).map(Metric::mean).orElse(Estimate.UNKNOWN);
  }

  /** A figure of each fork; none if it is missing. */
  public double[] forks(MetricLabel label) {
    return row.metric(label).map(Metric::forkFigures).orElseGet(() -> new double[0]);
  }

  /** The 99th percentile of latency of each fork, in milliseconds: what rows are compared by. */
  public double[] latencies() {
    return forks(MetricLabel.LAT_P99);
  }

  /** Which part of the offered calls per second was achieved, on average over forks. */
  public double achieved() {
    return Estimate.pairedRatio(forks(MetricLabel.RATE_ACHIEVED), forks(MetricLabel.RATE_OFFERED))
        .value();
  }

  /** How many times as long the last third of the calls took as the first. */
  public Estimate slowdown() {
    return Estimate.pairedRatio(forks(MetricLabel.LAT_LAST_P50), forks(MetricLabel.LAT_FIRST_P50));
  }

  /**
   * How late calls arrived in each fork, as a part of the latency that the row is about: of the
   * bound that was asked for, or else of its own 99th percentile.
   */
  public double[] lateness() {
    double[] slip = forks(MetricLabel.LAT_SLIP_P99);
    double[] latency = latencies();
    return IntStream.range(0, Math.min(slip.length, latency.length))
        .mapToDouble(fork -> slip[fork] / bound().orElse(latency[fork]))
        .toArray();
  }

  /**
   * The latency that calls should not exceed, in milliseconds; nothing if there is no such bound.
   */
  private Optional<Double> bound() {
    return Optional.ofNullable(row.parameters().get(BOUND))
        .flatMap(LatencyBound::read)
        .map(bound -> bound.toNanos() / MILLISECOND);
  }
}
