package distilbench.proctree;

/** The mean over time of a quantity that is sampled at uneven intervals: linear in between. */
final class TimeMean {
  private int samples;
  private long firstNanos;
  private long lastNanos;
  private double lastValue = Double.NaN;
  private double area;

  /** Adds a sample; times must not decrease. */
  void add(long nanos, double value) {
    if (samples == 0) {
      firstNanos = nanos;
    } else {
      area += (value + lastValue) / 2 * (nanos - lastNanos);
    }
    samples++;
    lastNanos = nanos;
    lastValue = value;
  }

  /** NaN without samples. */
  double value() {
    return lastNanos == firstNanos ? lastValue : area / (lastNanos - firstNanos);
  }
}
