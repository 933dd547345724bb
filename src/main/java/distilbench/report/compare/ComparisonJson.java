package distilbench.report.compare;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.format.RowIdentity;
import distilbench.report.data.Estimate;
import distilbench.report.data.GemmPrecision;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RunFile;
import distilbench.report.data.RunMachine;
import distilbench.report.json.Json;
import java.util.List;
import java.util.Map;

/** Comparisons as JSON; its fields are described in {@code src/site/markdown/compare-json.md}. */
public final class ComparisonJson {
  /** Changes when a field is renamed or means something else; new fields do not change it. */
  private static final int SCHEMA = 1;

  private ComparisonJson() {}

  /** One object for all comparisons. */
  public static String text(List<Comparison> comparisons) {
    ObjectNode json = Json.object().put("schema", SCHEMA);
    ArrayNode all = json.putArray("comparisons");
    comparisons.forEach(comparison -> all.add(comparison(comparison)));
    return Json.written(json);
  }

  private static ObjectNode comparison(Comparison comparison) {
    ObjectNode json = Json.object();
    json.set("base", run(comparison.base()));
    json.set("other", run(comparison.other()));
    json.set("machines", machines(comparison.machines()));
    json.set("differs", texts(comparison.subjects()));
    json.put("outcome", new ComparisonSummary(comparison).outcome());
    Map<RowIdentity, String> names = comparison.names();
    ArrayNode findings = json.putArray("findings");
    comparison.findings().forEach(finding -> findings.add(finding(finding, names)));
    json.set("onlyBase", rows(comparison.onlyBase(), names));
    json.set("onlyOther", rows(comparison.onlyOther(), names));
    return json;
  }

  private static ObjectNode run(RunFile run) {
    ObjectNode json = Json.object().put("file", run.path().toString());
    json.put("machine", RunMachine.name(run));
    json.set("start", run.facts().path("run").get("start"));
    Json.put(json, "gemmRate", run.gemmRate(GemmPrecision.FP32));
    Json.put(json, "int8GemmRate", run.gemmRate(GemmPrecision.INT8));
    ArrayNode invalid = json.putArray("invalid");
    for (InvalidFigure figure : InvalidFigure.of(run)) {
      ObjectNode one = invalid.addObject().put("figure", figure.figure().toString());
      one.set("reasons", texts(figure.reasons()));
    }
    return json;
  }

  private static ObjectNode machines(MachineComparison machines) {
    ObjectNode json = Json.object();
    json.set("unknown", texts(machines.unknown()));
    json.set("differences", texts(machines.differences()));
    json.set("speed", Json.estimate(machines.speed()));
    json.put("speedVerdict", machines.speedDifference().toString());
    json.put("normalise", machines.normalise());
    return json;
  }

  private static ObjectNode finding(Finding finding, Map<RowIdentity, String> names) {
    ObjectNode json = Json.object();
    json.set("row", row(finding.row(), names));
    json.put("figure", finding.figure().toString()).put("unit", finding.unit());
    json.set("base", side(finding.base()));
    json.set("other", side(finding.other()));
    json.set("ratio", Json.estimate(finding.ratio()));
    json.set("normalised", finding.normalised().map(Json::estimate).orElse(null));
    json.put("verdict", finding.verdict().toString());
    json.put("why", finding.why());
    json.set("invalid", texts(finding.invalid()));
    return json;
  }

  private static ObjectNode side(Finding.Side side) {
    ObjectNode json = Json.estimate(Estimate.overForks(side.scores()));
    json.set("forks", side.forks() > 0 ? Json.numbers(side.scores()) : Json.array());
    return json;
  }

  private static ArrayNode rows(List<ResultRow> rows, Map<RowIdentity, String> names) {
    ArrayNode json = Json.array();
    rows.forEach(row -> json.add(row(row, names)));
    return json;
  }

  private static ObjectNode row(ResultRow row, Map<RowIdentity, String> names) {
    ObjectNode json = Json.object();
    json.put("name", names.get(row.identity()));
    json.put("benchmark", row.benchmark()).put("mode", row.mode()).put("threads", row.threads());
    ObjectNode parameters = json.putObject("parameters");
    row.parameters().forEach(parameters::put);
    return json;
  }

  private static ArrayNode texts(List<String> texts) {
    ArrayNode json = Json.array();
    texts.forEach(json::add);
    return json;
  }
}
