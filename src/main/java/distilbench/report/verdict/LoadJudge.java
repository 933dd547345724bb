package distilbench.report.verdict;

import distilbench.format.MetricLabel;
import distilbench.report.data.Estimate;
import distilbench.report.data.LoadRow;
import distilbench.report.data.NumberFormat;
import distilbench.report.verdict.Judgement.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Finds what speaks against the latencies of calls that arrived by themselves. */
final class LoadJudge {
  /** The percentile that a row is about. */
  static final double CLAIMED = 99;

  private static final NumberFormat DIGITS = new NumberFormat(2);
  private static final NumberFormat WHOLE = new NumberFormat(0);

  private LoadJudge() {}

  static List<Finding> findings(LoadRow row) {
    List<Finding> findings = new ArrayList<>();
    if (row.achieved() < Reason.NOT_ACHIEVED.threshold()) {
      findings.add(new Finding(Reason.NOT_ACHIEVED, rates(row)));
    }
    double late = Arrays.stream(row.lateness()).filter(Double::isFinite).max().orElse(0);
    if (late > Reason.LATE_CALLS.threshold()) {
      findings.add(
          new Finding(
              Reason.LATE_CALLS,
              String.format(
                  "in a fork by %s ms in the 99th percentile, %s %% of the latency",
                  DIGITS.show(
                      Arrays.stream(row.forks(MetricLabel.LAT_SLIP_P99)).max().orElseThrow()),
                  DIGITS.show(100 * late))));
    }
    Estimate slowdown = row.slowdown();
    if (slowdown.low() > 1 && slowdown.value() > Reason.BACKLOG.threshold()) {
      findings.add(
          new Finding(
              Reason.BACKLOG,
              "the last third took " + DIGITS.show(slowdown) + " times as long as the first"));
    }
    if (!row.tells(CLAIMED)) {
      findings.add(new Finding(Reason.FEW_CALLS, fewest(row)));
    }
    return findings;
  }

  private static String rates(LoadRow row) {
    double refused = Arrays.stream(row.forks(MetricLabel.LOAD_REFUSED)).max().orElse(Double.NaN);
    return String.format(
        "%s of %s calls/s%s",
        DIGITS.show(row.figure(MetricLabel.RATE_ACHIEVED).value()),
        DIGITS.show(row.figure(MetricLabel.RATE_OFFERED).value()),
        refused > 0 ? ", up to " + WHOLE.show(refused) + " refused in a fork" : "");
  }

  private static String fewest(LoadRow row) {
    return WHOLE.show(Arrays.stream(row.forks(MetricLabel.LOAD_CALLS)).min().orElseThrow());
  }
}
