package distilbench.section;

import distilbench.format.MetricLabel;
import distilbench.jvm.MeasuredEnvironment;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Carries what only the fork knows into JMH's results, as secondary metrics {@code work.*}, {@code
 * answer.*}, {@code open.*}, {@code share.*} and {@code fork.*}. Every label is there in every
 * iteration: JMH would fill a missing one with 0.
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
    return facts.entrySet().stream()
        .map(
            fact ->
                new ScalarResult(
                    fact.getKey().label(),
                    fact.getValue(),
                    fact.getKey().unit(),
                    AggregationPolicy.AVG))
        .toList();
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
