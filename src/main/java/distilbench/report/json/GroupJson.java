package distilbench.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.report.data.DeploymentGroup;
import distilbench.report.data.DeploymentRow;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowNames;
import distilbench.report.data.Scaling;
import distilbench.report.data.ScoreUnit;
import java.util.List;
import java.util.Locale;

/** Rows that one chart shows together. */
final class GroupJson {
  /** Parameters that are numbers, over which a run may be repeated. */
  private static final List<String> NUMBERS = List.of(Scaling.PROCESSES, "batchSize");

  private final RowJson rows;

  GroupJson(RowJson rows) {
    this.rows = rows;
  }

  ObjectNode deployments(DeploymentGroup group, int table) {
    List<ResultRow> results = group.rows().stream().map(DeploymentRow::row).toList();
    List<RowNames.Name> names = new RowNames(results).brief();
    ObjectNode node = head("deployments", results, table);
    ArrayNode array = node.putArray("rows");
    for (int i = 0; i < results.size(); i++) {
      array.add(rows.of(group.rows().get(i), names.get(i), group));
    }
    ArrayNode scaling = node.putArray("scaling");
    NUMBERS.forEach(parameter -> scaling.add(ScalingJson.of(parameter, results)));
    return node;
  }

  /**
   * @param kind {@code latency}, {@code load} or {@code scores}
   */
  ObjectNode others(String kind, List<ResultRow> results, int table) {
    List<RowNames.Name> names = new RowNames(results).brief();
    ObjectNode node = head(kind, results, table);
    ArrayNode array = node.putArray("rows");
    for (int i = 0; i < results.size(); i++) {
      array.add(rows.of(results.get(i), names.get(i)));
    }
    node.putArray("scaling");
    return node;
  }

  private static ObjectNode head(String kind, List<ResultRow> rows, int table) {
    ResultRow first = rows.get(0);
    ObjectNode node = Json.object().put("kind", kind);
    node.put("class", classOf(first));
    boolean one = rows.stream().map(ResultRow::benchmark).distinct().count() == 1;
    Json.put(node, "benchmark", one ? first.name().benchmark() : "");
    node.put("mode", first.name().mode());
    node.put("unit", first.primary().unit());
    ScoreUnit.Better better = new ScoreUnit(first.primary().unit()).better();
    Json.put(
        node,
        "better",
        better == ScoreUnit.Better.UNKNOWN ? "" : better.name().toLowerCase(Locale.ROOT));
    RowNames names = new RowNames(rows);
    node.put("title", names.title());
    node.put("subject", names.subject());
    return node.put("table", table);
  }

  /** The class of a benchmark's method. */
  static String classOf(ResultRow row) {
    String[] parts = row.name().benchmark().split("\\.");
    return parts.length < 2 ? row.name().benchmark() : parts[parts.length - 2];
  }
}
