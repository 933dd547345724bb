package distilbench.report.json;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.report.choice.Candidate;
import distilbench.report.choice.Choice;
import distilbench.report.choice.ChoiceText;
import distilbench.report.choice.LatencyLimit;
import distilbench.report.choice.MemoryLimit;
import distilbench.report.choice.Obstacle;
import distilbench.report.data.DeploymentRow;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowNames;
import java.util.List;
import java.util.Optional;

/** A choice with all that it was made from. */
final class ChoiceJson {
  private static final NumberFormat RATIOS = new NumberFormat(2);
  private static final NumberFormat DIGITS = NumberFormat.UNLIMITED;

  private final Choice choice;

  ChoiceJson(Choice choice) {
    this.choice = choice;
  }

  ObjectNode json() {
    ObjectNode node = Json.object();
    ObjectNode limits = node.putObject("limits");
    Optional<MemoryLimit> memory = choice.limits().memory();
    Optional<LatencyLimit> p99 = choice.limits().p99();
    Json.put(limits, "memoryMiB", memory.map(MemoryLimit::mebibytes).orElse(Double.NaN));
    Json.put(limits, "memoryText", memory.map(MemoryLimit::text).orElse(""));
    Json.put(limits, "p99Ms", p99.map(LatencyLimit::milliseconds).orElse(Double.NaN));
    Json.put(limits, "p99Text", p99.map(LatencyLimit::text).orElse(""));
    Json.put(node, "subject", subject());
    put(node, "chosen", choice.chosen());
    put(node, "runnerUp", choice.runnerUp());
    put(node, "exact", choice.exact());
    ChoiceText text = new ChoiceText(choice);
    text.sentences().forEach(node.putArray("sentences")::add);
    text.repetition().commands().forEach(node.putArray("commands")::add);
    ArrayNode candidates = node.putArray("candidates");
    choice.candidates().forEach(one -> candidates.add(candidate(one)));
    return node;
  }

  private String subject() {
    List<ResultRow> rows = choice.candidates().stream().map(one -> one.row().row()).toList();
    return rows.isEmpty() ? "" : new RowNames(rows).subject();
  }

  /** By its place among the candidates. */
  private void put(ObjectNode node, String name, Optional<Candidate> candidate) {
    candidate.ifPresentOrElse(
        one -> node.put(name, choice.candidates().indexOf(one)), () -> node.putNull(name));
  }

  private ObjectNode candidate(Candidate one) {
    DeploymentRow row = one.row();
    ObjectNode node = Json.object().put("name", one.name());
    ObjectNode parameters = node.putObject("parameters");
    row.row().name().parameters().forEach(parameters::put);
    node.put("standing", one.standing().toString());
    one.obstacles().stream().map(Obstacle::inWords).forEach(node.putArray("obstacles")::add);
    node.put("front", choice.group().front().contains(row));
    node.set("time", Json.figure(choice.group().timeFormat(), row.time(), row.times()));
    node.set("rate", Json.figure(choice.group().rateFormat(), row.rate(), row.rates()));
    node.set(
        "memory",
        Json.figure(choice.group().format(ResultRow.PSS), row.memory(), row.forks(ResultRow.PSS)));
    node.set("timeRatio", Json.figure(RATIOS, one.timeRatio()));
    node.set("memoryRatio", Json.figure(RATIOS, one.memoryRatio()));
    one.p99()
        .ifPresent(
            latency -> {
              node.set("p99", Json.figure(DIGITS, latency.milliseconds()));
              node.put("p99Where", latency.where());
            });
    return node;
  }
}
