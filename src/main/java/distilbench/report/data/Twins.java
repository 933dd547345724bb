package distilbench.report.data;

import distilbench.format.RowIdentity;
import java.util.List;
import java.util.Optional;

/**
 * A row that was measured a second time under another name. Whatever tells the two apart is no
 * property of what was measured.
 *
 * @param row the one
 * @param ratio how many times as large its scores are as its twin's
 */
public record Twins(ResultRow row, Estimate ratio) {

  /**
   * Finds them among the rows of a run.
   *
   * @param byRound whether fork i of every row was measured in round i
   */
  public static List<Twins> among(List<ResultRow> rows, boolean byRound) {
    return rows.stream()
        .filter(row -> row.measured().isTwin())
        .map(twin -> of(twin, rows, byRound))
        .flatMap(Optional::stream)
        .toList();
  }

  /** None if the row whose twin it is has no result. */
  private static Optional<Twins> of(ResultRow twin, List<ResultRow> rows, boolean byRound) {
    RowIdentity meant = twin.measured().withoutTwin();
    return rows.stream()
        .filter(row -> row.measured().equals(meant))
        .findFirst()
        .map(row -> new Twins(row, Estimate.ratio(byRound, row.compared(), twin.compared())));
  }

  /** Whether they would be said to differ if they were two different things. */
  public boolean differ() {
    return Difference.ofTimes(ratio).isShown();
  }
}
