package distilbench.launcher.plan;

import distilbench.format.RowIdentity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The first row of a run a second time, as a row of its own that takes its own turns. In the result
 * file a parameter tells it apart, which no benchmark has: it is the only thing in which the two
 * differ, and nothing that measures them knows it.
 */
public final class Twin {
  private static final String VALUE = "yes";

  private Twin() {}

  /** The rows with the first one's twin right behind it. */
  public static List<PlannedRow> besideFirst(List<PlannedRow> rows) {
    PlannedRow first = rows.get(0);
    Map<String, String> parameters = new LinkedHashMap<>(first.row().parameters());
    parameters.put(RowIdentity.TWIN, VALUE);
    List<PlannedRow> all = new ArrayList<>(rows);
    RowIdentity row = first.row();
    RowIdentity twin = new RowIdentity(row.benchmark(), row.mode(), row.threads(), parameters);
    all.add(1, new PlannedRow(twin, first.forks(), first.warmUpForks()));
    return all;
  }
}
