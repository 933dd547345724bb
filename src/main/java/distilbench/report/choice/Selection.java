package distilbench.report.choice;

import distilbench.report.data.DeploymentRow;
import distilbench.report.data.Difference;
import distilbench.report.data.Estimate;
import distilbench.report.verdict.Reason;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The rule by which one of several rows is chosen: of the fastest and those that are tied with it,
 * the one that holds the least memory, as far as no row is shown to be faster than it. A row is
 * tied if no difference beyond 3 % is shown, and its ratio is as precise as a valid figure: a wide
 * interval excludes nothing, and recommends nothing either.
 */
final class Selection {
  private Selection() {}

  /** The chosen one; nothing if there is none to choose from. */
  static Optional<DeploymentRow> best(List<DeploymentRow> rows) {
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    DeploymentRow fastest = fastest(rows);
    List<DeploymentRow> tied =
        rows.stream().filter(row -> row == fastest || isSurelyTied(row, fastest)).toList();
    return byTime(tied).stream()
        .sorted(Comparator.comparingDouble(row -> row.memory().value()))
        .filter(row -> isOvertakenByNone(row, rows))
        .findFirst()
        .or(() -> Optional.of(fastest));
  }

  /**
   * The fastest: that of the least mean time. Means of rows that took part in different rounds
   * mislead; nobody is the fastest beside whom another is shown to be faster.
   *
   * @param rows at least one
   */
  static DeploymentRow fastest(List<DeploymentRow> rows) {
    List<DeploymentRow> ordered = byTime(rows);
    return ordered.stream()
        .filter(row -> isOvertakenByNone(row, ordered))
        .findFirst()
        .orElse(ordered.get(0));
  }

  /** What is shown about a row's time beside another one's. */
  static Difference timeBeside(DeploymentRow row, DeploymentRow base) {
    return Difference.ofTimes(ratio(row, base));
  }

  /** Over the rounds in which both have a time: in a race, one that lacks some goes on. */
  private static Estimate ratio(DeploymentRow row, DeploymentRow base) {
    return row.rounds().ratio(row.times(), base.rounds(), base.times());
  }

  private static boolean isTied(DeploymentRow row, DeploymentRow base) {
    return timeBeside(row, base) == Difference.NO_DIFFERENCE_SHOWN;
  }

  private static boolean isSurelyTied(DeploymentRow row, DeploymentRow fastest) {
    Estimate ratio = ratio(row, fastest);
    return isTied(row, fastest) && ratio.high() / ratio.value() - 1 <= Reason.INTERVAL.threshold();
  }

  private static boolean isOvertakenByNone(DeploymentRow row, List<DeploymentRow> rows) {
    return rows.stream().noneMatch(other -> timeBeside(row, other) == Difference.SLOWER);
  }

  private static List<DeploymentRow> byTime(List<DeploymentRow> rows) {
    return rows.stream().sorted(Comparator.comparingDouble(Selection::meanLog)).toList();
  }

  /** Mean logarithm of the times that are known; NaN, which sorts last, without any. */
  private static double meanLog(DeploymentRow row) {
    return Arrays.stream(row.times())
        .filter(time -> time > 0 && Double.isFinite(time))
        .map(Math::log)
        .average()
        .orElse(Double.NaN);
  }
}
