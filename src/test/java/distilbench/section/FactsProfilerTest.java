package distilbench.section;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import distilbench.jvm.MeasuredEnvironment;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.results.Result;

/** JMH gets every fact in every iteration, known or not. */
class FactsProfilerTest {
  /** Tests run without it, unless somebody exports it. */
  private static final double ENVIRONMENT =
      MeasuredEnvironment.missingFrom(System.getenv()).isEmpty() ? 1 : 0;

  /** What every fork can tell. */
  private static final Set<String> KNOWN = Set.of("fork.environment", "work.runs_model");

  private final MeasuredSection section = MeasuredSection.current();

  @Test
  void emitsEveryFactWithItsUnit() {
    section.opened(0.5, 8, true, List.of());
    section.runsModel(true);
    section.sharing(true, 1);
    section.begin();
    section.count(new Work(8, 2, 400, 480, 4e9));
    section.answered(8, 8, 2, 0.5);
    section.end();
    section.workersHeap(94);

    assertThat(results())
        .extracting(Result::getLabel, Result::getScore, Result::getScoreUnit)
        .containsExactlyInAnyOrder(
            tuple("fork.environment", ENVIRONMENT, "yes"),
            tuple("open.seconds", 0.5, "s"),
            tuple("share.expected", 1.0, "yes"),
            tuple("share.verified", 1.0, "yes"),
            tuple("work.call_size", 8.0, "texts"),
            tuple("work.texts", 8.0, "texts/op"),
            tuple("work.tokens", 400.0, "tokens/op"),
            tuple("work.padded_tokens", 480.0, "tokens/op"),
            tuple("work.truncated", 2.0, "texts/op"),
            tuple("work.runs_model", 1.0, "yes"),
            tuple("work.model_gflop", 4.0, "GFLOP/op"),
            tuple("work.gflop", Double.NaN, "GFLOP/op"),
            tuple("work.gflops", Double.NaN, "GFLOP/s"),
            tuple("mem.workers.heap", 94.0, "MiB"),
            tuple("answer.agreement", 1.0, "share"),
            tuple("answer.mean_difference", 0.25, "difference"),
            tuple("answer.max_difference", 0.5, "difference"),
            tuple("lat.call", Double.NaN, "ms/op"),
            tuple("lat.p50", Double.NaN, "ms"),
            tuple("lat.p90", Double.NaN, "ms"),
            tuple("lat.p99", Double.NaN, "ms"),
            tuple("lat.p99.9", Double.NaN, "ms"),
            tuple("lat.max", Double.NaN, "ms"),
            tuple("lat.wait.mean", Double.NaN, "ms"),
            tuple("lat.wait.p99", Double.NaN, "ms"),
            tuple("lat.service.mean", Double.NaN, "ms"),
            tuple("lat.service.p99", Double.NaN, "ms"),
            tuple("lat.first.p50", Double.NaN, "ms"),
            tuple("lat.last.p50", Double.NaN, "ms"),
            tuple("lat.slip.p99", Double.NaN, "ms"),
            tuple("rate.offered", Double.NaN, "calls/s"),
            tuple("rate.achieved", Double.NaN, "calls/s"),
            tuple("load.calls", Double.NaN, "calls"),
            tuple("load.refused", Double.NaN, "calls"),
            tuple("load.cpu", Double.NaN, "cores"),
            tuple("slo.attainment", Double.NaN, "share"));
  }

  @Test
  void aBenchmarkThatDoesNotCalculateForgetsWhatTheLastOneDid() {
    section.opened(0.5, Double.NaN, false, List.of());
    section.calculates(4);
    section.opened(0.5, 8, true, List.of());

    assertThat(results())
        .filteredOn(result -> result.getLabel().startsWith("work.gflop"))
        .hasSize(2)
        .allSatisfy(result -> assertThat(result.getScore()).isNaN());
  }

  @Test
  void leavesOutNoFactThatIsUnknown() {
    section.opened(Double.NaN, Double.NaN, false, List.of());
    section.begin();
    section.end();

    assertThat(results())
        .hasSize(36)
        .filteredOn(result -> !KNOWN.contains(result.getLabel()))
        .allSatisfy(result -> assertThat(result.getScore()).isNaN());
  }

  @SuppressWarnings("unchecked")
  private static Collection<Result<?>> results() {
    return (Collection<Result<?>>) new FactsProfiler().afterIteration(null, null, null);
  }
}
