package distilbench.report.choice;

import distilbench.format.MetricLabel;
import distilbench.format.RowIdentity;
import distilbench.report.data.Estimate;
import distilbench.report.data.LoadRow;
import distilbench.report.data.ResultRow;
import distilbench.report.data.ScoreUnit;
import distilbench.report.verdict.Status;
import distilbench.report.verdict.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run's rows tell of the latency of its deployments: those under arrivals of their own pace
 * ({@code OpenLoop}), else those of callers that wait for each answer ({@code ClosedLoop},
 * sampled). A row that is not valid tells nothing: an overloaded one rules nothing out.
 */
final class Latencies {
  private static final String CLOSED = "ClosedLoop";
  private static final double MILLISECONDS = 1000;

  /** Parameters of a load, which is another one than that of a pass over the corpus. */
  private static final Set<String> OF_THE_LOAD =
      Set.of(
          Loads.RATE,
          "arrivals",
          "arrivalSeed",
          "calls",
          "seconds",
          "inFlight",
          "slo",
          "callSize",
          "texts",
          "order");

  private final Verdict verdict;
  private final Map<String, List<ResultRow>> rows;

  /**
   * @param verdict on all rows of the run
   */
  Latencies(Verdict verdict) {
    this.verdict = verdict;
    this.rows =
        verdict.rows().stream()
            .map(Verdict.OfRow::row)
            .filter(row -> isOf(Loads.BENCHMARK, row) || isOf(CLOSED, row))
            .collect(
                Collectors.groupingBy(
                    row -> isOf(Loads.BENCHMARK, row) ? Loads.BENCHMARK : CLOSED));
  }

  /** The class of a row's benchmark. */
  static boolean isOf(String type, ResultRow row) {
    return RowIdentity.shortName(row.benchmark()).startsWith(type + ".");
  }

  /**
   * The latency by which a deployment is judged: under the highest rate at which it keeps the
   * limit; if it does at none, under the lowest.
   *
   * @param candidate the row of the deployment
   * @return nothing if no valid row measured it
   */
  Optional<P99> of(ResultRow candidate, LatencyLimit limit) {
    List<P99> open =
        valid(candidate, Loads.BENCHMARK).map(Latencies::open).filter(Latencies::isKnown).toList();
    List<P99> found =
        open.isEmpty()
            ? valid(candidate, CLOSED)
                .filter(row -> row.mode().equals("sample"))
                .map(Latencies::closed)
                .filter(Latencies::isKnown)
                .toList()
            : open;
    Comparator<P99> byRate = Comparator.comparingDouble(one -> Loads.rate(one.row().measured()));
    return found.stream()
        .filter(one -> !limit.mayBeExceededBy(one.milliseconds()))
        .max(byRate)
        .or(() -> found.stream().min(byRate));
  }

  /** Under which loads rows measured it that are not valid; empty without any. */
  String invalidLoads(ResultRow candidate) {
    return about(candidate, Loads.BENCHMARK)
        .filter(row -> !isValid(row))
        .map(Latencies::load)
        .collect(Collectors.joining(", "));
  }

  private Stream<ResultRow> valid(ResultRow candidate, String type) {
    return about(candidate, type).filter(this::isValid);
  }

  private Stream<ResultRow> about(ResultRow candidate, String type) {
    return rows.getOrDefault(type, List.of()).stream().filter(row -> isAlike(candidate, row));
  }

  private boolean isValid(ResultRow row) {
    return verdict.of(row).time().status() != Status.INVALID;
  }

  /** Whether two rows have the same values of all parameters that both have. */
  private static boolean isAlike(ResultRow candidate, ResultRow row) {
    Map<String, String> mine = candidate.identity().parameters();
    Map<String, String> others = row.identity().parameters();
    return others.containsKey(RowIdentity.DEPLOYMENT)
        && mine.entrySet().stream()
            .filter(entry -> !OF_THE_LOAD.contains(entry.getKey()))
            .allMatch(
                entry ->
                    entry.getValue().equals(others.getOrDefault(entry.getKey(), entry.getValue())));
  }

  private static P99 open(ResultRow row) {
    return new P99(new LoadRow(row).figure(MetricLabel.LAT_P99), load(row), row);
  }

  private static String load(ResultRow row) {
    String rate = row.name().parameters().get(Loads.RATE);
    return rate == null ? "in the open loop" : "at " + rate + " calls/s";
  }

  private static P99 closed(ResultRow row) {
    ScoreUnit unit = new ScoreUnit(row.primary().unit());
    double score = row.primary().percentiles().getOrDefault("99.0", Double.NaN);
    double milliseconds = MILLISECONDS * unit.secondsPerOperation(score);
    return new P99(
        new Estimate(milliseconds, Double.NaN, Double.NaN),
        "in a closed loop, -t " + row.threads(),
        row);
  }

  private static boolean isKnown(P99 latency) {
    return Double.isFinite(latency.milliseconds().value());
  }
}
