package distilbench.report.choice;

import distilbench.format.MetricLabel;
import distilbench.format.RowIdentity;
import distilbench.report.data.ForkRounds;
import distilbench.report.data.LoadRow;
import distilbench.report.data.ResultRow;
import distilbench.report.data.Sidecar;
import distilbench.report.verdict.Reason;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads from result rows what deployments made of calls that arrived by themselves. */
public final class Loads {
  /** The benchmark in which calls do. */
  public static final String BENCHMARK = "OpenLoop";

  /** Its parameter: calls per second. */
  public static final String RATE = "rate";

  private Loads() {}

  /** A row without its rate: what all rates of one deployment have in common. */
  public static RowIdentity subject(RowIdentity row) {
    Map<String, String> parameters = new LinkedHashMap<>(row.parameters());
    parameters.remove(RATE);
    return new RowIdentity(row.benchmark(), row.mode(), row.threads(), parameters);
  }

  /** Whether calls arrive by themselves in a row. */
  public static boolean isOne(RowIdentity row) {
    return row.shortName().startsWith(BENCHMARK + ".") && rate(row) > 0;
  }

  /**
   * All loads of all deployments that a run measured.
   *
   * @param limit that 99 % of the calls must keep to, in milliseconds
   */
  public static Map<RowIdentity, List<Load>> of(
      List<ResultRow> rows, Optional<Sidecar> sidecar, double limit) {
    List<ForkRounds> rounds = ForkRounds.of(rows, sidecar);
    Map<RowIdentity, List<Load>> loads = new LinkedHashMap<>();
    for (int i = 0; i < rows.size(); i++) {
      ResultRow row = rows.get(i);
      if (isOne(row.measured())) {
        loads
            .computeIfAbsent(subject(row.measured()), any -> new ArrayList<>())
            .add(load(row, rounds.get(i), limit));
      }
    }
    return loads;
  }

  private static Load load(ResultRow row, ForkRounds rounds, double limit) {
    LoadRow load = new LoadRow(row);
    double[] p99 = load.latencies();
    double[] offered = load.forks(MetricLabel.RATE_OFFERED);
    double[] achieved = load.forks(MetricLabel.RATE_ACHIEVED);
    double[] slip = load.forks(MetricLabel.LAT_SLIP_P99);
    List<Load.Fork> forks = new ArrayList<>();
    for (int fork = 0; fork < p99.length; fork++) {
      // A load that came late says nothing about who had to bear it.
      if (slip[fork] <= Reason.LATE_CALLS.threshold() * limit) {
        boolean kept =
            p99[fork] <= limit && achieved[fork] >= Reason.NOT_ACHIEVED.threshold() * offered[fork];
        int round = rounds.rounds().isEmpty() ? 0 : rounds.rounds().get(fork);
        forks.add(new Load.Fork(round, p99[fork], kept));
      }
    }
    return new Load(rate(row.measured()), forks);
  }

  /** Calls per second that were to arrive in a row; 0 if it does not tell. */
  static double rate(RowIdentity row) {
    try {
      return Double.parseDouble(row.parameters().getOrDefault(RATE, "0"));
    } catch (NumberFormatException e) {
      return 0;
    }
  }
}
