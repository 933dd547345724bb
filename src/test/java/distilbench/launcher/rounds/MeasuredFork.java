package distilbench.launcher.rounds;

import distilbench.format.RowIdentity;
import distilbench.launcher.plan.PlannedRow;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.IterationResultMetaData;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.SingleShotResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.WorkloadParams;
import org.openjdk.jmh.runner.options.TimeValue;

/** What JMH's classes hold after a fork, made by hand: rows of a benchmark {@code Example.run}. */
public final class MeasuredFork {
  static final String BENCHMARK = "distilbench.Example.run";

  private MeasuredFork() {}

  public static RowIdentity row(Mode mode, Map<String, String> parameters) {
    return new RowIdentity(BENCHMARK, mode.shortLabel(), 1, parameters);
  }

  static PlannedRow planned(RowIdentity row, int forks) {
    return new PlannedRow(row, forks, 0);
  }

  /** A single shot of this many seconds, measured alone, and what profilers added. */
  public static RunResult singleShot(RowIdentity row, double seconds, Result<?>... metrics) {
    BenchmarkParams params = params(row, 1, 1);
    Result<?> score =
        new SingleShotResult(
            ResultRole.PRIMARY, "run", Math.round(seconds * 1e9), TimeUnit.SECONDS);
    List<Result<?>> results = new ArrayList<>(List.of(score));
    results.addAll(List.of(metrics));
    BenchmarkResult fork = new BenchmarkResult(params, List.of(iteration(params, results)));
    return new RunResult(params, List.of(fork));
  }

  static IterationResult iteration(BenchmarkParams params, List<Result<?>> results) {
    IterationResult iteration =
        new IterationResult(params, params.getMeasurement(), new IterationResultMetaData(1, 1));
    results.forEach(iteration::addResult);
    return iteration;
  }

  public static BenchmarkParams params(RowIdentity row, int forks, int iterations) {
    WorkloadParams parameters = new WorkloadParams();
    row.parameters().forEach((name, value) -> parameters.put(name, value, 0));
    return new BenchmarkParams(
        row.benchmark(),
        "distilbench.generated.Example.run",
        true,
        1,
        new int[] {1},
        List.of(),
        forks,
        0,
        new IterationParams(IterationType.WARMUP, 0, TimeValue.NONE, 1),
        new IterationParams(IterationType.MEASUREMENT, iterations, TimeValue.NONE, 1),
        Mode.deepValueOf(row.mode()),
        parameters,
        TimeUnit.SECONDS,
        1,
        "java",
        List.of("-Xmx64m"),
        "17",
        "VM",
        "17.0.1",
        "1.37",
        TimeValue.minutes(10));
  }
}
