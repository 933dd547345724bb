package distilbench.load;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Durations of calls, to 3 significant digits. A call that was refused counts as one that takes
 * longer than all others, nobody knows how long: leaving it out would make an overloaded server
 * look fast.
 */
final class Sample {
  private static final long FINEST = TimeUnit.MICROSECONDS.toNanos(1);
  private static final long LONGEST = TimeUnit.HOURS.toNanos(1);
  private static final int DIGITS = 3;
  private static final double MILLISECOND = 1e6;
  private static final double ALL = 100;

  private final Histogram histogram = new Histogram(FINEST, LONGEST, DIGITS);
  private long refused;

  void add(long nanos) {
    histogram.recordValue(Math.min(LONGEST, nanos));
  }

  void refuse() {
    refused++;
  }

  /** How many calls were not refused. */
  long answered() {
    return histogram.getTotalCount();
  }

  /**
   * What so many percent of all calls do not exceed, by nearest rank.
   *
   * @param percent above 0, at most 100
   * @return milliseconds; NaN if that is a call that was refused, or there are no calls
   */
  double percentile(double percent) {
    long calls = answered() + refused;
    double rank = Math.max(1, Math.ceil(percent * calls / ALL));
    return rank > answered()
        ? Double.NaN
        : histogram.getValueAtPercentile(ALL * rank / answered()) / MILLISECOND;
  }

  /** Mean of the calls that were not refused, in milliseconds; NaN without any. */
  double mean() {
    return answered() == 0 ? Double.NaN : histogram.getMean() / MILLISECOND;
  }

  /** Which part of all calls took no longer. */
  double within(Duration bound) {
    double calls = answered() + refused;
    return histogram.getCountBetweenValues(0, Math.min(LONGEST, bound.toNanos())) / calls;
  }
}
