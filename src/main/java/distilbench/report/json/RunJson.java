package distilbench.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.console.TerminalText;
import distilbench.report.choice.Choice;
import distilbench.report.choice.Limits;
import distilbench.report.data.DeploymentGroup;
import distilbench.report.data.GemmPrecision;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowNames;
import distilbench.report.data.RunFacts;
import distilbench.report.data.RunFile;
import distilbench.report.data.RunMachine;
import distilbench.report.data.SmallestDifference;
import distilbench.report.text.Resolution;
import distilbench.report.text.Tables;
import distilbench.report.verdict.Judgement;
import distilbench.report.verdict.Status;
import distilbench.report.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One run with all its rows, tables and verdicts. */
final class RunJson {
  private final RunFile run;
  private final Verdict verdict;
  private final Tables tables;
  private final Optional<Limits> limits;

  /**
   * @param limits of the choice to make; nothing if none was asked for
   */
  RunJson(RunFile run, Optional<Limits> limits) {
    this.run = run;
    this.verdict = Verdict.of(run);
    this.tables = Tables.of(run.rows(), run.sidecar(), verdict);
    this.limits = limits;
  }

  /** The rows of this run, for where they stand beside others. */
  RowJson rows() {
    return new RowJson(run, verdict);
  }

  Tables tables() {
    return tables;
  }

  RunFile file() {
    return run;
  }

  /** What the run's own verdict calls less than valid; empty if all is, or nothing is known. */
  String doubts() {
    boolean valid =
        verdict.time().status() == Status.VALID && verdict.memory().status() == Status.VALID;
    return valid || !run.hasSidecar()
        ? ""
        : "By the run's own verdict: time "
            + verdict.time().status()
            + ", memory "
            + verdict.memory().status();
  }

  /** CPU and cores; empty if not known. */
  String machine() {
    return RunMachine.name(run);
  }

  /**
   * @param name tells the run apart from others
   * @param label the same by its machine
   */
  ObjectNode json(String name, String label) {
    ObjectNode node = Json.object().put("name", name);
    node.put("file", TerminalText.oneLine(run.path().toString()));
    Json.put(node, "machine", machine());
    node.put("label", label);
    Json.put(
        node,
        "start",
        TerminalText.oneLine(run.fact("run.start").map(start -> start.asText()).orElse("")));
    node.put("inRounds", run.inRounds());
    node.put("hasSidecar", run.hasSidecar());
    node.set("gemm", gemm());
    ObjectNode judged = node.putObject("verdict");
    judged.set("time", verdict.time().toJson());
    judged.set("memory", verdict.memory().toJson());
    Json.put(node, "doubts", doubts());
    node.set("verdictLines", verdictLines());
    node.set("resolution", resolution());
    ArrayNode facts = node.putArray("facts");
    new RunFacts(run)
        .all()
        .forEach((what, text) -> facts.addObject().put("name", what).put("text", text));
    ArrayNode shown = node.putArray("tables");
    tables.all().forEach(table -> shown.add(TableJson.of(table)));
    node.set("groups", groups());
    limits.ifPresent(kept -> node.set("choice", choice(kept)));
    return node;
  }

  private ObjectNode choice(Limits kept) {
    return new ChoiceJson(Choice.of(run.rows(), run.sidecar(), verdict, kept)).json();
  }

  private ObjectNode resolution() {
    Resolution resolution = Resolution.of(run.rows(), run.inRounds());
    ObjectNode node = Json.object();
    ArrayNode sentences = node.putArray("sentences");
    resolution.sentences().forEach(sentences::add);
    ArrayNode smallest = node.putArray("smallestDifferences");
    for (SmallestDifference difference : resolution.differences()) {
      ObjectNode one =
          smallest
              .addObject()
              .put("benchmark", difference.benchmark())
              .put("mode", difference.mode());
      Json.put(one, "ratio", difference.ratio());
      one.put("power", SmallestDifference.POWER)
          .put("forks", difference.forks())
          .put("rows", difference.rows());
    }
    ArrayNode twins = node.putArray("twins");
    resolution
        .twins()
        .forEach(pair -> twins.add(Json.figure(NumberFormat.UNLIMITED, pair.ratio())));
    return node;
  }

  private ObjectNode gemm() {
    ObjectNode node = Json.object();
    Json.put(node, "one", run.gemmRateOfOneCore(GemmPrecision.FP32));
    Json.put(node, "all", run.gemmRate(GemmPrecision.FP32));
    Json.put(node, "int8One", run.gemmRateOfOneCore(GemmPrecision.INT8));
    Json.put(node, "int8All", run.gemmRate(GemmPrecision.INT8));
    Json.put(node, "text", run.gemmInWords(NumberFormat.UNLIMITED));
    return node;
  }

  /** The run's verdicts, and those of rows that are not valid; what is said alike is said once. */
  private ArrayNode verdictLines() {
    ArrayNode lines = Json.array();
    lines.add(line("Time", verdict.time()));
    lines.add(line("Memory", verdict.memory()));
    List<RowNames.Name> names = new RowNames(run.rows()).all();
    Map<Said, List<String>> alike = new LinkedHashMap<>();
    for (int i = 0; i < run.rows().size(); i++) {
      Verdict.OfRow row = verdict.of(run.rows().get(i));
      for (Said said : List.of(new Said("time", row.time()), new Said("memory", row.memory()))) {
        if (said.judgement().status() != Status.VALID) {
          alike.computeIfAbsent(said, any -> new ArrayList<>()).add(names.get(i).inWords());
        }
      }
    }
    alike.forEach(
        (said, rows) ->
            lines.add(line(String.join(", ", rows) + ", " + said.figure(), said.judgement())));
    return lines;
  }

  private record Said(String figure, Judgement judgement) {}

  private static ObjectNode line(String what, Judgement judgement) {
    ObjectNode line = Json.object().put("what", what);
    line.set("judgement", judgement.toJson());
    return line;
  }

  /** Groups in the file's order, but what is shown by its mode and unit alone at the end. */
  private ArrayNode groups() {
    GroupJson group = new GroupJson(rows());
    ArrayNode groups = Json.array();
    Map<String, List<ResultRow>> byBenchmark =
        run.rows().stream()
            .collect(
                Collectors.groupingBy(
                    row -> row.benchmark() + " " + row.mode(),
                    LinkedHashMap::new,
                    Collectors.toList()));
    int others = tables.deployments().size();
    List<ResultRow> plain = new ArrayList<>();
    int number = 0;
    for (List<ResultRow> rows : byBenchmark.values()) {
      if (tables.loads().contains(rows.get(0))) {
        groups.add(group.others("load", rows, others + (tables.others().isEmpty() ? 0 : 1)));
      } else if (!tables.others().contains(rows.get(0))) {
        DeploymentGroup deployments = tables.deployments().get(number);
        groups.add(group.deployments(deployments, number));
        number++;
      } else if (rows.get(0).mode().equals("sample")) {
        alike(rows).forEach(some -> groups.add(group.others("latency", some, others)));
      } else {
        plain.addAll(rows);
      }
    }
    alike(plain).forEach(some -> groups.add(group.others("scores", some, others)));
    return groups;
  }

  /** Of one mode and unit. */
  private static Iterable<List<ResultRow>> alike(List<ResultRow> rows) {
    return rows.stream()
        .collect(
            Collectors.groupingBy(
                row -> row.mode() + " " + row.primary().unit(),
                LinkedHashMap::new,
                Collectors.toList()))
        .values();
  }
}
