package distilbench.section;

import distilbench.format.MetricLabel;
import distilbench.jvm.MeasuredEnvironment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.SampleTimeResult;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.util.SampleBuffer;

/**
 * Carries what only the fork knows into JMH's results, as secondary metrics {@code work.*}, {@code
 * answer.*}, {@code open.*}, {@code share.*}, {@code lat.*}, {@code rate.*}, {@code load.*}, {@code
 * slo.*} and {@code fork.*}. Every label is there in every iteration: JMH would fill a missing one
 * with 0.
 */
public final class FactsProfiler implements InternalProfiler {
  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {}

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    Map<MetricLabel, Double> facts = MeasuredSection.current().facts();
    facts.put(
        MetricLabel.WORK_GFLOPS,
        gflops(facts.get(MetricLabel.WORK_GFLOP), benchmark, iteration, result));
    facts.put(MetricLabel.FORK_ENVIRONMENT, environment());
    List<Result<?>> results = new ArrayList<>();
    facts.forEach((label, figure) -> results.add(scalar(label, figure)));
    results.add(latencies(MeasuredSection.current().latencies()));
    return results;
  }

  private static Result<?> scalar(MetricLabel label, double figure) {
    return new ScalarResult(label.label(), figure, label.unit(), AggregationPolicy.AVG);
  }

  /** As samples, which JMH puts together over forks. */
  private static Result<?> latencies(long[] nanos) {
    if (nanos.length == 0) {
      return scalar(MetricLabel.LAT_CALL, Double.NaN);
    }
    SampleBuffer samples = new SampleBuffer();
    Arrays.stream(nanos).forEach(samples::add);
    return new SampleTimeResult(
        ResultRole.SECONDARY, MetricLabel.LAT_CALL.label(), samples, TimeUnit.MILLISECONDS);
  }

  /** Whether this JVM was started as measured processes should be: 1 or 0. */
  private static double environment() {
    return MeasuredEnvironment.missingFrom(System.getenv()).isEmpty() ? 1 : 0;
  }

  /**
   * GFLOP per second, all threads together, of which JMH counts batches ({@code -bs}); NaN unless
   * the score is operations per time.
   */
  private static double gflops(
      double gflop, BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    if (Double.isNaN(gflop) || benchmark.getMode() != Mode.Throughput) {
      return Double.NaN;
    }
    double batches = result.getPrimaryResult().getScore();
    double perSecond = TimeUnit.SECONDS.toNanos(1) / (double) benchmark.getTimeUnit().toNanos(1);
    return gflop * iteration.getBatchSize() * batches * perSecond;
  }

  @Override
  public String getDescription() {
    return "What only the fork knows: tokens, call size, seconds to open";
  }
}
