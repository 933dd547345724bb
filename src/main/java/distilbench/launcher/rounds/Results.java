package distilbench.launcher.rounds;

import distilbench.format.RowIdentity;
import distilbench.launcher.plan.PlannedRow;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.WorkloadParams;

/**
 * The forks measured so far, put together into the results that JMH would have made of them: every
 * fork's raw data is kept, scores and errors are computed by JMH's own classes.
 */
public final class Results {
  private final Map<RowIdentity, Integer> planned = new LinkedHashMap<>();
  private final Map<RowIdentity, List<BenchmarkResult>> forks = new LinkedHashMap<>();
  private final Map<RowIdentity, BenchmarkParams> told = new LinkedHashMap<>();

  /** Adds what is to be measured; a row that was planned before gets further forks. */
  void plan(List<PlannedRow> rows) {
    rows.forEach(row -> planned.merge(row.row(), row.forks(), Integer::sum));
  }

  /**
   * Adds what one fork measured.
   *
   * @param result of a run of this row with one fork
   */
  void add(RowIdentity row, RunResult result) {
    forks.computeIfAbsent(row, any -> new ArrayList<>()).addAll(result.getBenchmarkResults());
    told.putIfAbsent(row, result.getParams());
  }

  /** One result for each row that has been measured, in the order of the plan. */
  Collection<RunResult> merged() {
    return planned.keySet().stream()
        .filter(forks::containsKey)
        .map(row -> new RunResult(asPlanned(row), List.copyOf(forks.get(row))))
        .toList();
  }

  /**
   * Whether nothing that was planned is missing: JMH keeps what a fork measured before it failed.
   */
  public static boolean isWhole(RunResult result) {
    BenchmarkParams planned = result.getParams();
    int iterations = planned.getMeasurement().getCount();
    // With -f 0 the host counts as the one fork.
    return result.getBenchmarkResults().size() >= Math.max(1, planned.getForks())
        && result.getBenchmarkResults().stream()
            .allMatch(fork -> fork.getIterationResults().size() >= iterations);
  }

  /** The fork was told that it is the only one, with the only value of each parameter. */
  private BenchmarkParams asPlanned(RowIdentity row) {
    WorkloadParams parameters = new WorkloadParams();
    row.parameters()
        .forEach((name, value) -> parameters.put(name, value, values(name).indexOf(value)));
    return BenchmarkParamsCopy.of(told.get(row), planned.get(row), parameters);
  }

  private List<String> values(String parameter) {
    return planned.keySet().stream()
        .map(row -> row.parameters().get(parameter))
        .distinct()
        .toList();
  }
}
