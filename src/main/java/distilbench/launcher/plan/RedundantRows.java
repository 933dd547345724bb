package distilbench.launcher.plan;

import distilbench.benchmark.ArrivalParameters;
import distilbench.deployment.Deployment;
import distilbench.format.RowIdentity;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * Rows that would measure the same thing again, because they differ only in parameters that their
 * deployment, their benchmark or another parameter makes pointless.
 */
public final class RedundantRows {
  /** What opens and warms up is over before there is an order or a call of some size. */
  private static final Pattern OPENS_ONLY =
      Pattern.compile(".*\\.(ColdStart\\..*|Soak\\.reopening)");

  private static final Set<String> IGNORED_BY_OPENING = Set.of("order", "callSize");

  /** Of passes with one text each there is nothing more to bound. */
  private static final String ONE_TEXT = "1";

  private RedundantRows() {}

  /** The rows without those that repeat an earlier one: the first value given is measured. */
  public static List<PlannedRow> without(List<PlannedRow> rows) {
    Set<RowIdentity> seen = new HashSet<>();
    return rows.stream().filter(row -> seen.add(essence(row.row()))).toList();
  }

  /** The row without the parameters that make no difference to it. */
  private static RowIdentity essence(RowIdentity row) {
    Map<String, String> parameters = new TreeMap<>(row.parameters());
    parameters.keySet().removeAll(ignored(row));
    return new RowIdentity(row.benchmark(), row.mode(), row.threads(), parameters);
  }

  /** Names of the parameters that make no difference to a row. */
  static Set<String> ignored(RowIdentity row) {
    Set<String> ignored = new TreeSet<>();
    if (ONE_TEXT.equals(row.parameters().get("batchSize"))) {
      ignored.add("batchTokens");
    }
    String deployment = row.parameters().get(RowIdentity.DEPLOYMENT);
    if (deployment != null) {
      ignored.addAll(Deployment.valueOf(deployment).ignoredParameters());
    }
    String arrivals = row.parameters().get("arrivals");
    if (arrivals != null) {
      ignored.addAll(ArrivalParameters.ignoredBy(arrivals));
    }
    if (OPENS_ONLY.matcher(row.benchmark()).matches()) {
      ignored.addAll(IGNORED_BY_OPENING);
    }
    return ignored;
  }
}
