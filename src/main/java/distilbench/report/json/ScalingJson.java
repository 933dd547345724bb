package distilbench.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.report.data.DeploymentRow;
import distilbench.report.data.Estimate;
import distilbench.report.data.MemoryModel;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowNames;
import distilbench.report.data.Scaling;
import distilbench.report.data.Scaling.Series;
import java.util.List;

/** Throughput and memory over a number. */
final class ScalingJson {
  private ScalingJson() {}

  /**
   * @param rows among which series are looked for, of one benchmark and mode
   */
  static ObjectNode of(String parameter, List<ResultRow> rows) {
    Scaling scaling = Scaling.over(parameter, rows);
    List<ResultRow> shown =
        scaling.series().stream()
            .flatMap(series -> series.rows().stream())
            .map(DeploymentRow::row)
            .toList();
    ObjectNode node = Json.object().put("parameter", parameter);
    node.put("class", GroupJson.classOf(rows.get(0)));
    node.put("subject", new RowNames(shown.isEmpty() ? rows : shown).subject());
    Json.put(node, "problem", scaling.problem().orElse(""));
    ArrayNode all = node.putArray("series");
    NumberFormat rates =
        NumberFormat.of(
            shown.stream().mapToDouble(row -> DeploymentRow.of(row).rate().value()).toArray());
    for (Series series : scaling.series()) {
      ObjectNode one = all.addObject().put("name", series.name());
      ArrayNode points = one.putArray("points");
      for (int i = 0; i < series.rows().size(); i++) {
        DeploymentRow row = series.rows().get(i);
        ObjectNode point = points.addObject().put("number", series.numbers().get(i));
        point.set("rate", Json.figure(rates, row.rate(), row.rates()));
        memory(point, "pss", row, ResultRow.PSS);
        memory(point, "workersPss", row, ResultRow.WORKERS_PSS);
      }
      if (parameter.equals(Scaling.PROCESSES)) {
        series.memoryModel().ifPresent(model -> one.set("memoryModel", of(model)));
      }
    }
    return node;
  }

  private static void memory(ObjectNode point, String name, DeploymentRow row, String label) {
    if (row.row().metric(label).isPresent()) {
      Estimate memory = row.row().memory(label);
      NumberFormat digits = NumberFormat.of(new double[] {memory.value()});
      point.set(name, Json.figure(digits, memory, row.forks(label)));
    }
  }

  private static ObjectNode of(MemoryModel model) {
    ObjectNode node = Json.object();
    Json.put(node, "shared", model.shared());
    Json.put(node, "each", model.each());
    Json.put(node, "residual", model.residual());
    model.processes().forEach(node.putArray("processes")::add);
    node.put("formula", model.formula());
    node.put("residualText", model.residualInWords());
    return node.put("text", model.toString());
  }
}
