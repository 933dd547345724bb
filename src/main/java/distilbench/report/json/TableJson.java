package distilbench.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.report.text.Cell;
import distilbench.report.text.Column;
import distilbench.report.text.Table;

/** A table as the text shows it, with the figure behind each cell. */
final class TableJson {
  private TableJson() {}

  static ObjectNode of(Table table) {
    ObjectNode node = Json.object().put("title", table.title());
    table.common().forEach(node.putArray("common")::add);
    ArrayNode columns = node.putArray("columns");
    table.columns().forEach(column -> columns.add(of(column)));
    table.conclusions().forEach(node.putArray("conclusions")::add);
    table.notes().forEach(node.putArray("notes")::add);
    return node;
  }

  private static ObjectNode of(Column column) {
    ObjectNode node = Json.object().put("head", column.head()).put("numeric", column.isNumeric());
    ArrayNode cells = node.putArray("cells");
    column.cells().forEach(cell -> cells.add(of(cell)));
    return node;
  }

  private static ObjectNode of(Cell cell) {
    ObjectNode node = Json.object().put("text", cell.text());
    node.setAll(Json.estimate(cell.figure()));
    node.set("forks", Json.numbers(cell.forks()));
    return node;
  }
}
