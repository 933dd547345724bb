package distilbench.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.report.fleet.Fleet;
import distilbench.report.text.FleetTable;
import java.util.List;

/** Machines beside each other, one table for each benchmark and mode. */
public final class FleetJson {
  private FleetJson() {}

  /** The whole text, which has nothing else. */
  public static String text(List<Fleet> fleets) {
    ObjectNode node = Json.object().put("schema", ReportJson.SCHEMA);
    node.set("fleet", of(fleets));
    return Json.written(node);
  }

  static ArrayNode of(List<Fleet> fleets) {
    ArrayNode all = Json.array();
    fleets.forEach(fleet -> all.add(TableJson.of(FleetTable.of(fleet))));
    return all;
  }
}
