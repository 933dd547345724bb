package distilbench.load;

import distilbench.format.MetricLabel;
import java.time.Duration;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntToLongFunction;
import java.util.stream.IntStream;

/**
 * What follows from the times of all calls of a schedule.
 *
 * @param metrics by label; NaN where unknown
 * @param latencies of the calls that were answered, in nanoseconds, in order of arrival
 */
public record LoadFigures(Map<MetricLabel, Double> metrics, long[] latencies) {
  /** Of what no calls arrive at. */
  public static final LoadFigures NONE = new LoadFigures(unknown(), new long[0]);

  private static final double SECOND = 1e9;
  private static final int THIRDS = 3;

  /**
   * Works them out.
   *
   * @param slo the latency that calls should not exceed; nothing if there is no such bound
   * @param generatorCpuNanos CPU that keeping to the schedule took
   */
  static LoadFigures of(CallTimes times, Optional<Duration> slo, long generatorCpuNanos) {
    int calls = times.schedule().calls();
    Sample latency = latencies(times, 0, calls);
    Sample wait = answered(times, times::wait);
    Sample service = answered(times, times::service);
    Map<MetricLabel, Double> metrics = new EnumMap<>(MetricLabel.class);
    metrics.put(MetricLabel.LAT_P50, latency.percentile(50));
    metrics.put(MetricLabel.LAT_P90, latency.percentile(90));
    metrics.put(MetricLabel.LAT_P99, latency.percentile(99));
    metrics.put(MetricLabel.LAT_P99_9, latency.percentile(99.9));
    metrics.put(MetricLabel.LAT_MAX, latency.percentile(100));
    metrics.put(MetricLabel.LAT_WAIT_MEAN, wait.mean());
    metrics.put(MetricLabel.LAT_WAIT_P99, wait.percentile(99));
    metrics.put(MetricLabel.LAT_SERVICE_MEAN, service.mean());
    metrics.put(MetricLabel.LAT_SERVICE_P99, service.percentile(99));
    metrics.put(MetricLabel.LAT_FIRST_P50, third(times, 0).percentile(50));
    metrics.put(MetricLabel.LAT_LAST_P50, third(times, THIRDS - 1).percentile(50));
    Sample slip = new Sample();
    IntStream.range(0, calls).forEach(call -> slip.add(times.slip(call)));
    metrics.put(MetricLabel.LAT_SLIP_P99, slip.percentile(99));
    double seconds = seconds(times, service);
    metrics.put(MetricLabel.RATE_OFFERED, calls / times.schedule().seconds());
    metrics.put(MetricLabel.RATE_ACHIEVED, latency.answered() / seconds);
    metrics.put(MetricLabel.LOAD_CALLS, (double) calls);
    metrics.put(MetricLabel.LOAD_REFUSED, (double) (calls - latency.answered()));
    metrics.put(MetricLabel.LOAD_CPU, generatorCpuNanos / SECOND / seconds);
    metrics.put(MetricLabel.SLO_ATTAINMENT, slo.map(latency::within).orElse(Double.NaN));
    return new LoadFigures(
        metrics,
        IntStream.range(0, calls).filter(times::isAnswered).mapToLong(times::latency).toArray());
  }

  private static Map<MetricLabel, Double> unknown() {
    Map<MetricLabel, Double> metrics = new EnumMap<>(MetricLabel.class);
    EnumSet.range(MetricLabel.LAT_P50, MetricLabel.SLO_ATTAINMENT)
        .forEach(label -> metrics.put(label, Double.NaN));
    return metrics;
  }

  /**
   * How long answering took: as long as the schedule, or until the last answer if that comes later.
   * An answer comes later than its call by the time that serving it takes, which is no lack of
   * speed: that does not count.
   */
  private static double seconds(CallTimes times, Sample service) {
    double last = times.lastAnswer() / SECOND;
    double alone = service.percentile(50) / 1e3;
    return service.answered() == 0
        ? times.schedule().seconds()
        : Math.max(times.schedule().seconds(), last - alone);
  }

  private static Sample third(CallTimes times, int third) {
    int calls = times.schedule().calls();
    return latencies(times, calls * third / THIRDS, calls * (third + 1) / THIRDS);
  }

  private static Sample latencies(CallTimes times, int from, int to) {
    Sample sample = new Sample();
    for (int call = from; call < to; call++) {
      if (times.isAnswered(call)) {
        sample.add(times.latency(call));
      } else {
        sample.refuse();
      }
    }
    return sample;
  }

  private static Sample answered(CallTimes times, IntToLongFunction nanos) {
    Sample sample = new Sample();
    IntStream.range(0, times.schedule().calls())
        .filter(times::isAnswered)
        .forEach(call -> sample.add(nanos.applyAsLong(call)));
    return sample;
  }
}
