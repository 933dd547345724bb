package distilbench.section;

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
 * open.*}, {@code share.*} and {@code fork.*}. Every label is there in every iteration: JMH would
 * fill a missing one with 0.
 */
public final class FactsProfiler implements InternalProfiler {
  private static final Map<String, String> UNITS =
      Map.of(
          "fork.environment", "yes",
          "open.seconds", "s",
          "share.verified", "yes",
          "work.call_size", "reviews",
          "work.reviews", "reviews/op",
          "work.tokens", "tokens/op",
          "work.padded_tokens", "tokens/op",
          "work.gflop", "GFLOP/op",
          "work.gflops", "GFLOP/s");

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {}

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    Map<String, Double> facts = MeasuredSection.current().facts();
    facts.put("work.gflops", gflops(facts.get("work.gflop"), benchmark, result));
    facts.put("fork.environment", environment());
    return facts.entrySet().stream()
        .map(
            fact ->
                new ScalarResult(
                    fact.getKey(),
                    fact.getValue(),
                    UNITS.get(fact.getKey()),
                    AggregationPolicy.AVG))
        .toList();
  }

  /** Whether this JVM was started as measured processes should be: 1 or 0. */
  private static double environment() {
    return MeasuredEnvironment.missingFrom(System.getenv()).isEmpty() ? 1 : 0;
  }

  /** GFLOP per second, all threads together; NaN unless the score is operations per time. */
  private static double gflops(double gflop, BenchmarkParams benchmark, IterationResult result) {
    if (Double.isNaN(gflop) || benchmark.getMode() != Mode.Throughput) {
      return Double.NaN;
    }
    double score = result.getPrimaryResult().getScore();
    return gflop * score * TimeUnit.SECONDS.toNanos(1) / benchmark.getTimeUnit().toNanos(1);
  }

  @Override
  public String getDescription() {
    return "What only the fork knows: tokens, call size, seconds to open";
  }
}
