package distilbench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.report.data.ResultsFile;
import distilbench.report.data.Sidecar;
import distilbench.report.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * The files of a run of three rounds on two cores that nothing disturbed, for tests to disturb:
 * rows of SINGLE, SHARED_PREPACKED and CONTROL.
 */
public final class QuietRun {
  public static final int SINGLE = 0;
  public static final int SHARED = 1;
  public static final int CONTROL = 2;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;
  private static final List<String> DEPLOYMENTS = List.of("SINGLE", "SHARED_PREPACKED", "CONTROL");
  private static final int ROUNDS = 3;

  private final ArrayNode results = JSON.arrayNode();
  private final ObjectNode environment = JSON.objectNode();
  private boolean described = true;

  public QuietRun() {
    ObjectNode run = environment.putObject("run").put("end", "2026-01-01T12:00:00Z");
    run.putArray("commandLine").add("-f").add("3");
    ArrayNode planned = run.putArray("rows");
    ArrayNode order = run.putArray("order");
    environment.putObject("forks").putObject("environment").put("ORT_DISABLE_TELEMETRY", "1");
    ObjectNode machine = environment.putObject("machine");
    machine.putObject("topology").put("usableCores", 2);
    machine.putObject("limits").putNull("cpuQuotaCores");
    ObjectNode noise = environment.putObject("noise");
    ArrayNode idle = noise.putArray("idle");
    ArrayNode rows = noise.putArray("rows");
    ArrayNode probes = environment.putArray("probes");
    DEPLOYMENTS.forEach(
        deployment -> {
          planned.add(name("parameters", deployment));
          results.add(row(deployment));
        });
    for (int round = 1; round <= ROUNDS; round++) {
      ArrayNode turns = order.addArray();
      idle.add(window(round));
      probes.add(probe(round));
      for (int row = 0; row < DEPLOYMENTS.size(); row++) {
        turns.add(row);
        ObjectNode window = window(round).put("failed", false);
        window.set("row", planned.get(row).deepCopy());
        rows.add(window);
      }
      probes.add(probe(round));
    }
  }

  private static ObjectNode name(String parameters, String deployment) {
    ObjectNode name = JSON.objectNode().put("benchmark", "a.CorpusPass.pass").put("mode", "ss");
    name.putObject(parameters)
        .put("deployment", deployment)
        .put("model", "builtin")
        .put("processes", "8");
    return name;
  }

  private static ObjectNode row(String deployment) {
    ObjectNode row = name("params", deployment);
    row.set("primaryMetric", metric("s/op", 8, 8.1, 8.05));
    ObjectNode secondary = row.putObject("secondaryMetrics");
    secondary.set("fork.environment", metric("yes", 1, 1, 1));
    secondary.set("open.seconds", metric("s", 1, 1, 1));
    secondary.set("share.verified", metric("yes", 1, 1, 1));
    secondary.set("cpu.tree.cores", metric("cores", 1.98, 1.98, 1.98));
    secondary.set("mem.tree.pss.peak", metric("MiB", 300, 301, 302));
    return row;
  }

  private static ObjectNode metric(String unit, double... forks) {
    ObjectNode metric = JSON.objectNode().put("score", forks[0]).put("scoreUnit", unit);
    ArrayNode raw = metric.putArray("rawData");
    for (double fork : forks) {
      raw.addArray().add(fork);
    }
    return metric;
  }

  private static ObjectNode window(int round) {
    ObjectNode window = JSON.objectNode().put("round", round);
    window.putObject("window").put("seconds", 10.0);
    window
        .putObject("noise")
        .put("foreignCpuCores", 0.02)
        .put("stealCores", 0.001)
        .put("throttledSeconds", 0)
        .put("swapInBytesPerSecond", 0);
    return window;
  }

  private static ObjectNode probe(int round) {
    return JSON.objectNode().put("round", round).put("gflops1", 90.0).put("gflopsAll", 180.0);
  }

  /** The verdict on what the files say now. */
  public Verdict verdict() {
    return Verdict.of(
        ResultsFile.rows(results),
        described ? Optional.of(Sidecar.of(environment)) : Optional.empty());
  }

  /** There is no file about the environment. */
  public QuietRun undescribed() {
    described = false;
    return this;
  }

  /** JMH's own order was measured. */
  public QuietRun inJmhsOrder() {
    ((ObjectNode) environment.get("run")).putArray("order");
    ((ObjectNode) environment.get("noise")).putArray("rows");
    ((ObjectNode) environment.get("noise")).putArray("idle");
    environment.putArray("probes");
    return this;
  }

  /** What was seen while a row's fork ran; null for a counter that there is not. */
  public QuietRun saw(int row, int round, String counter, Double value) {
    int at = (round - 1) * DEPLOYMENTS.size() + row;
    ((ObjectNode) environment.at("/noise/rows/" + at + "/noise")).put(counter, value);
    return this;
  }

  /** The same in every fork of every row. */
  public QuietRun sawEverywhere(String counter, Double value) {
    for (int row = 0; row < DEPLOYMENTS.size(); row++) {
      for (int round = 1; round <= ROUNDS; round++) {
        saw(row, round, counter, value);
      }
    }
    return this;
  }

  /** What others used before a round. */
  public QuietRun sawIdle(int round, double foreignCores) {
    ((ObjectNode) environment.at("/noise/idle/" + (round - 1) + "/noise"))
        .put("foreignCpuCores", foreignCores);
    return this;
  }

  /** What the first probes of a round found, both if wanted; null for one that failed. */
  public QuietRun probed(int round, int probes, Double one, Double all) {
    for (int probe = 0; probe < probes; probe++) {
      ((ObjectNode) environment.at("/probes/" + (2 * (round - 1) + probe)))
          .put("gflops1", one)
          .put("gflopsAll", all);
    }
    return this;
  }

  /** What both probes of each round found in INT8. */
  public QuietRun probedInInt8(double one, double... allInRounds) {
    for (int round = 0; round < ROUNDS; round++) {
      for (int probe = 2 * round; probe < 2 * round + 2; probe++) {
        ((ObjectNode) environment.at("/probes/" + probe))
            .put("int8Gflops1", one)
            .put("int8GflopsAll", allInRounds[round]);
      }
    }
    return this;
  }

  /** What others used while both probes of a round ran. */
  public QuietRun probedBesideOthers(int round, double foreignCores) {
    for (int probe = 0; probe < 2; probe++) {
      ObjectNode beside = (ObjectNode) environment.at("/probes/" + (2 * (round - 1) + probe));
      beside.set("window", window(round).get("window"));
      beside.putObject("noise").put("foreignCpuCores", foreignCores);
    }
    return this;
  }

  /** A further round was begun, and broken off in its first row. */
  public QuietRun brokenOffInAFurtherRound() {
    ((ArrayNode) environment.get("probes")).add(probe(ROUNDS + 1));
    return this;
  }

  /** There is a CPU quota. */
  public QuietRun limited() {
    ((ObjectNode) environment.at("/machine/limits")).put("cpuQuotaCores", 2.0);
    return this;
  }

  /** The launcher says nothing about how it started forks. */
  public QuietRun withoutEnvironment() {
    ((ObjectNode) environment.get("forks")).remove("environment");
    return this;
  }

  /** A row was measured a second time under another name, in every round the last. */
  public QuietRun twin(int row, double... forks) {
    int place = results.size();
    ObjectNode twin = results.get(row).deepCopy();
    ((ObjectNode) twin.get("params")).put("twin", "yes");
    twin.set("primaryMetric", metric("s/op", forks));
    results.add(twin);
    ObjectNode name = name("parameters", DEPLOYMENTS.get(row));
    ((ObjectNode) name.get("parameters")).put("twin", "yes");
    ((ArrayNode) environment.at("/run/rows")).add(name);
    for (int round = 1; round <= ROUNDS; round++) {
      ((ArrayNode) environment.at("/run/order/" + (round - 1))).add(place);
      ObjectNode window = window(round).put("failed", false);
      window.set("row", name.deepCopy());
      ((ArrayNode) environment.at("/noise/rows")).add(window);
    }
    return this;
  }

  public QuietRun score(int row, double... forks) {
    ((ObjectNode) results.get(row)).set("primaryMetric", metric("s/op", forks));
    return this;
  }

  public QuietRun measured(int row, String label, double... forks) {
    ((ObjectNode) results.at("/" + row + "/secondaryMetrics")).set(label, metric("", forks));
    return this;
  }

  public QuietRun withoutMetric(String label) {
    results.forEach(row -> ((ObjectNode) row.get("secondaryMetrics")).remove(label));
    return this;
  }

  /** Every row has another number of forks. */
  public QuietRun forks(int forks) {
    for (JsonNode row : results) {
      List<JsonNode> metrics = new ArrayList<>(List.of(row.get("primaryMetric")));
      row.get("secondaryMetrics").forEach(metrics::add);
      for (JsonNode metric : metrics) {
        ArrayNode raw = (ArrayNode) metric.get("rawData");
        while (raw.size() > forks) {
          raw.remove(raw.size() - 1);
        }
      }
    }
    return this;
  }

  /** A row's parameter has another value, in both files. */
  public QuietRun parameter(int row, String name, String value) {
    return parameter(row, name, value, value);
  }

  /** A row's parameter has another value, without what is personal in the one file. */
  public QuietRun parameter(int row, String name, String value, String discreetly) {
    ((ObjectNode) results.at("/" + row + "/params")).put(name, value);
    ((ObjectNode) environment.at("/run/rows/" + row + "/parameters")).put(name, discreetly);
    String deployment = DEPLOYMENTS.get(row);
    StreamSupport.stream(environment.at("/noise/rows").spliterator(), false)
        .map(seen -> (ObjectNode) seen.at("/row/parameters"))
        .filter(parameters -> parameters.get("deployment").asText().equals(deployment))
        .forEach(parameters -> parameters.put(name, discreetly));
    return this;
  }

  /** A row was planned, and there is no result of it. */
  public QuietRun lost(int row) {
    results.remove(row);
    return this;
  }

  /** A row's fork failed after it had others. */
  public QuietRun failed(int row, int round) {
    int at = (round - 1) * DEPLOYMENTS.size() + row;
    ((ObjectNode) environment.at("/noise/rows/" + at)).put("failed", true);
    return this;
  }

  /** The run was broken off. */
  public QuietRun brokenOff() {
    ((ObjectNode) environment.get("run")).putNull("end");
    return this;
  }

  /** The user's command line. */
  public QuietRun commandLine(String... arguments) {
    ArrayNode line = ((ObjectNode) environment.get("run")).putArray("commandLine");
    List.of(arguments).forEach(line::add);
    return this;
  }
}
