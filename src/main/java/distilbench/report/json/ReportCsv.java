package distilbench.report.json;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * A report for spreadsheets: one line for each row and figure, with all digits, and parameters in
 * columns as in JMH's own CSV. A figure that could not be measured is NaN; what is not known of a
 * figure stays empty.
 */
public final class ReportCsv {
  private static final String MEMORY = "mem.";

  /** What is derived of a row, by its key, with its unit. */
  private static final Map<String, String> DERIVED = new LinkedHashMap<>();

  static {
    DERIVED.put("time", "s/1000 texts");
    DERIVED.put("rate", "texts/s");
    DERIVED.put("normalisedRate", "texts/s per 100 GFLOP/s");
    DERIVED.put("ratioToSingle", "");
  }

  private final ObjectNode report;

  /**
   * @param report of {@link ReportJson}
   */
  public ReportCsv(ObjectNode report) {
    this.report = report;
  }

  /** Lines with a head, ended by a newline. */
  public String text() {
    TreeSet<String> parameters = new TreeSet<>();
    rows((file, row) -> row.path("parameters").fieldNames().forEachRemaining(parameters::add));
    List<String> head = new ArrayList<>(List.of("file", "benchmark", "mode", "threads"));
    parameters.forEach(name -> head.add("Param: " + name));
    head.addAll(List.of("figure", "unit", "value", "low", "high", "forks", "verdict"));
    CSVFormat format =
        CSVFormat.DEFAULT
            .builder()
            .setRecordSeparator('\n')
            .setHeader(head.toArray(String[]::new))
            .get();
    StringBuilder text = new StringBuilder();
    try (CSVPrinter lines = new CSVPrinter(text, format)) {
      rows((file, row) -> figures(row, line -> print(lines, file, row, parameters, line)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private interface RowReader {
    void read(String file, JsonNode row);
  }

  private void rows(RowReader reader) {
    for (JsonNode run : report.path("runs")) {
      for (JsonNode group : run.path("groups")) {
        for (JsonNode row : group.path("rows")) {
          reader.read(run.path("file").asText(), row);
        }
      }
    }
  }

  private record Line(String figure, String unit, JsonNode of, String verdict) {}

  private static void figures(JsonNode row, Consumer<Line> reader) {
    String time = row.path("verdict").path("time").path("status").asText();
    String memory = row.path("verdict").path("memory").path("status").asText();
    JsonNode score = row.path("score");
    reader.accept(new Line("score", score.path("unit").asText(), score, time));
    DERIVED.forEach(
        (name, unit) -> {
          if (row.has(name)) {
            reader.accept(new Line(name, unit, row.path(name), time));
          }
        });
    share(row, "gemmShare", time, reader);
    share(row, "padding", "", reader);
    for (JsonNode percentile : row.path("percentiles")) {
      String name = percentile.path("name").asText();
      reader.accept(new Line(name, score.path("unit").asText(), percentile, time));
    }
    row.path("metrics")
        .fields()
        .forEachRemaining(
            metric ->
                reader.accept(
                    new Line(
                        metric.getKey(),
                        metric.getValue().path("unit").asText(),
                        metric.getValue(),
                        metric.getKey().startsWith(MEMORY) ? memory : "")));
  }

  private static void share(JsonNode row, String name, String verdict, Consumer<Line> reader) {
    if (row.path(name).isNumber()) {
      JsonNode share = Json.object().set("value", row.path(name));
      reader.accept(new Line(name, "", share, verdict));
    }
  }

  private static void print(
      CSVPrinter lines, String file, JsonNode row, Iterable<String> parameters, Line line) {
    List<Object> cells = new ArrayList<>();
    cells.add(file);
    List.of("benchmark", "mode", "threads").forEach(name -> cells.add(row.path(name).asText()));
    parameters.forEach(name -> cells.add(row.path("parameters").path(name).asText()));
    cells.add(line.figure());
    cells.add(line.unit());
    JsonNode value = line.of().path("value");
    cells.add(value.isNull() ? "NaN" : value.asText());
    cells.add(end(line.of().path("low")));
    cells.add(end(line.of().path("high")));
    int forks = line.of().path("forks").size();
    cells.add(forks == 0 ? "" : forks);
    cells.add(line.verdict());
    try {
      lines.printRecord(cells);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String end(JsonNode end) {
    return end.isNumber() ? end.asText() : "";
  }
}
