package distilbench.launcher.plan;

import distilbench.format.RowIdentity;
import distilbench.prepare.Prepared;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What rows need, prepared.
 *
 * @param inputs models with what they are measured on
 * @param ofRow for each row that uses one its place among these
 * @param missing rows that need what cannot be had
 */
public record PreparedPlan(
    List<Prepared> inputs, Map<RowIdentity, Integer> ofRow, Set<RowIdentity> missing) {
  public PreparedPlan {
    inputs = List.copyOf(inputs);
    ofRow = Map.copyOf(ofRow);
    missing = Set.copyOf(missing);
  }

  /** The rows of which nothing is missing. */
  public List<PlannedRow> among(List<PlannedRow> rows) {
    return rows.stream().filter(row -> !missing.contains(row.row())).toList();
  }
}
