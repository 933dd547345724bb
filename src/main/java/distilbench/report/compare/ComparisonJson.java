package distilbench.report.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.format.RowIdentity;
import distilbench.report.data.Estimate;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RunFile;
import distilbench.report.data.RunMachine;
import java.util.List;
import java.util.Map;

/** Comparisons as JSON; its fields are described in {@code src/site/markdown/compare-json.md}. */
public final class ComparisonJson {
  /** Changes when a field is renamed or means something else; new fields do not change it. */
  private static final int SCHEMA = 1;

  private ComparisonJson() {}

  /** One object for all comparisons. */
  public static String text(List<Comparison> comparisons) {
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("schema", SCHEMA);
    ArrayNode all = json.putArray("comparisons");
    comparisons.forEach(comparison -> all.add(comparison(comparison)));
    return json.toPrettyString() + "\n";
  }

  private static ObjectNode comparison(Comparison comparison) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("base", run(comparison.base()));
    json.set("other", run(comparison.other()));
    ObjectNode machines = json.putObject("machines");
    machines.set("unknown", texts(comparison.machines().unknown()));
    machines.set("differences", texts(comparison.machines().differences()));
    machines.set("speed", estimate(comparison.machines().speed()));
    machines.put("speedVerdict", comparison.machines().speedDifference().toString());
    machines.put("normalise", comparison.machines().normalise());
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
    ObjectNode json = JsonNodeFactory.instance.objectNode().put("file", run.path().toString());
    json.put("machine", RunMachine.name(run));
    json.set("start", run.facts().path("run").get("start"));
    json.set("gemmRate", number(run.gemmRate()));
    return json;
  }

  private static ObjectNode finding(Finding finding, Map<RowIdentity, String> names) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("row", row(finding.row(), names));
    json.put("figure", finding.figure().toString()).put("unit", finding.unit());
    json.set("base", side(finding.base()));
    json.set("other", side(finding.other()));
    json.set("ratio", estimate(finding.ratio()));
    json.set("normalised", finding.normalised().map(ComparisonJson::estimate).orElse(null));
    json.put("verdict", finding.verdict().toString());
    json.put("why", finding.why());
    json.set("invalid", texts(finding.invalid()));
    return json;
  }

  private static ObjectNode side(Finding.Side side) {
    ObjectNode json = estimate(Estimate.overForks(side.scores()));
    ArrayNode forks = json.putArray("forks");
    if (side.forks() > 0) {
      for (double score : side.scores()) {
        forks.add(number(score));
      }
    }
    return json;
  }

  private static ArrayNode rows(List<ResultRow> rows, Map<RowIdentity, String> names) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    rows.forEach(row -> json.add(row(row, names)));
    return json;
  }

  private static ObjectNode row(ResultRow row, Map<RowIdentity, String> names) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("name", names.get(row.identity()));
    json.put("benchmark", row.benchmark()).put("mode", row.mode()).put("threads", row.threads());
    json.set("parameters", new ObjectMapper().valueToTree(row.parameters()));
    return json;
  }

  private static ObjectNode estimate(Estimate estimate) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("value", number(estimate.value()));
    json.set("low", number(estimate.low()));
    json.set("high", number(estimate.high()));
    return json;
  }

  /** JSON has no number for what is not finite. */
  private static JsonNode number(double value) {
    return Double.isFinite(value)
        ? JsonNodeFactory.instance.numberNode(value)
        : JsonNodeFactory.instance.nullNode();
  }

  private static ArrayNode texts(List<String> texts) {
    ArrayNode json = JsonNodeFactory.instance.arrayNode();
    texts.forEach(json::add);
    return json;
  }
}
