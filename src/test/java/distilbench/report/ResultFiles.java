package distilbench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Consumer;

/** Result files to order, and what stands beside them. */
public final class ResultFiles {
  /** Tokens of 250 texts of the built-in corpus. */
  public static final double TOKENS = 14_808;

  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private ResultFiles() {}

  /** A metric with one value for each fork. */
  public static ObjectNode metric(String unit, double... forks) {
    ObjectNode metric = JSON.objectNode();
    metric.set("score", number(Arrays.stream(forks).average().orElse(Double.NaN)));
    metric.put("scoreError", "NaN").put("scoreUnit", unit);
    ArrayNode raw = metric.putArray("rawData");
    for (double fork : forks) {
      raw.addArray().add(number(fork));
    }
    return metric;
  }

  /** JMH writes what is not finite as a text. */
  private static JsonNode number(double value) {
    return Double.isFinite(value) ? JSON.numberNode(value) : JSON.textNode("NaN");
  }

  /** A result of another suite, in microseconds an operation. */
  public static ObjectNode result(double... scores) {
    ObjectNode result = JSON.objectNode();
    result.put("jmhVersion", "1.37").put("benchmark", "org.example.Sort.sort").put("mode", "avgt");
    result.put("threads", 1).put("forks", scores.length);
    result.set("primaryMetric", metric("us/op", scores));
    result.putObject("secondaryMetrics");
    return result;
  }

  /** The same with something else about it. */
  public static ObjectNode with(ObjectNode result, Consumer<ObjectNode> change) {
    ObjectNode changed = result.deepCopy();
    change.accept(changed);
    return changed;
  }

  /** The same with a parameter more. */
  public static ObjectNode with(ObjectNode result, String parameter, String value) {
    return with(result, changed -> changed.withObject("/params").put(parameter, value));
  }

  /** The same in another mode and unit. */
  public static ObjectNode in(ObjectNode result, String mode, String unit) {
    return with(
        result,
        changed -> {
          changed.put("mode", mode);
          changed.withObject("/primaryMetric").put("scoreUnit", unit);
        });
  }

  /** A pass of this suite over 250 texts. */
  public static ObjectNode pass(String deployment, double... seconds) {
    return pass(deployment, 250, TOKENS, seconds);
  }

  /**
   * A pass of this suite.
   *
   * @param tokens NaN if it runs no model
   */
  public static ObjectNode pass(String deployment, int texts, double tokens, double... seconds) {
    ObjectNode result = in(result(seconds), "ss", "s/op");
    result.put("benchmark", "distilbench.benchmark.CorpusPass.pass");
    ObjectNode parameters = result.putObject("params");
    parameters.put("deployment", deployment).put("model", "builtin").put("corpus", "builtin");
    parameters.put("texts", Integer.toString(texts));
    Map<String, ObjectNode> metrics =
        Map.of(
            "open.seconds", metric("s", repeated(1.5, seconds.length)),
            "work.texts", metric("texts/op", repeated(texts, seconds.length)),
            "work.tokens", metric("tokens/op", repeated(tokens, seconds.length)));
    result.withObject("/secondaryMetrics").setAll(metrics);
    return result;
  }

  /**
   * Calls that arrived by themselves, 10 a second, of which all were answered; the last took as
   * long as the first.
   *
   * @param milliseconds 99th percentile of each fork
   */
  public static ObjectNode load(String deployment, double... milliseconds) {
    int forks = milliseconds.length;
    ObjectNode result = pass(deployment, repeated(30, forks));
    result.put("benchmark", "distilbench.benchmark.OpenLoop.schedule");
    result.withObject("/params").put("rate", "10").put("slo", "NONE");
    ObjectNode metrics = result.withObject("/secondaryMetrics");
    double[] half = Arrays.stream(milliseconds).map(p99 -> p99 / 2).toArray();
    metrics.set("lat.p50", metric("ms", half));
    metrics.set("lat.p90", metric("ms", milliseconds));
    metrics.set("lat.p99", metric("ms", milliseconds));
    metrics.set("lat.p99.9", metric("ms", milliseconds));
    metrics.set("lat.max", metric("ms", milliseconds));
    metrics.set("lat.first.p50", metric("ms", half));
    metrics.set("lat.last.p50", metric("ms", half));
    metrics.set("lat.slip.p99", metric("ms", repeated(0.2, forks)));
    metrics.set("rate.offered", metric("calls/s", repeated(10, forks)));
    metrics.set("rate.achieved", metric("calls/s", repeated(10, forks)));
    metrics.set("load.calls", metric("calls", repeated(300, forks)));
    metrics.set("load.refused", metric("calls", repeated(0, forks)));
    metrics.set("slo.attainment", metric("share", repeated(Double.NaN, forks)));
    return result;
  }

  /** The same with another figure of each fork. */
  public static ObjectNode withMetric(ObjectNode result, String label, double... forks) {
    return with(
        result, changed -> changed.withObject("/secondaryMetrics").set(label, metric("", forks)));
  }

  /** The same with the tree's peak memory of each fork. */
  public static ObjectNode holding(ObjectNode pass, double... mebibytes) {
    return with(
        pass,
        changed ->
            changed
                .withObject("/secondaryMetrics")
                .set("mem.tree.pss.peak", metric("MiB", mebibytes)));
  }

  /** The same with so many times its tokens when padding counts too. */
  public static ObjectNode padded(ObjectNode pass, double times) {
    int forks = pass.path("forks").asInt();
    return with(
        pass,
        changed ->
            changed
                .withObject("/secondaryMetrics")
                .set("work.padded_tokens", metric("tokens/op", repeated(TOKENS * times, forks))));
  }

  public static double[] repeated(double value, int times) {
    double[] values = new double[times];
    Arrays.fill(values, value);
    return values;
  }

  /** What stands beside a result file; the rates are those of one probe a round. */
  public static ObjectNode facts(String cpu, double... rates) {
    ObjectNode facts = JSON.objectNode().put("schema", 1);
    ObjectNode machine = facts.putObject("machine");
    machine.putObject("product").putNull("vendor").putNull("name");
    machine.putObject("cpu").put("architecture", "amd64").put("model", cpu);
    machine.putObject("topology").put("usableCores", 2);
    machine.putObject("memory").put("ramBytes", 16L << 30);
    facts.putObject("run").putArray("commandLine").add("-f").add("3");
    ArrayNode probes = facts.putArray("probes");
    for (int i = 0; i < rates.length; i++) {
      probes.addObject().put("round", i + 1).set("gflopsAll", number(rates[i]));
    }
    return facts;
  }

  /** The same, whose probes measured INT8, too. */
  public static ObjectNode probedInInt8(ObjectNode facts, double... rates) {
    ArrayNode probes = (ArrayNode) facts.get("probes");
    for (int i = 0; i < rates.length; i++) {
      ((ObjectNode) probes.get(i)).set("int8GflopsAll", number(rates[i]));
    }
    return facts;
  }

  /** The usual machine at its usual speed. */
  public static ObjectNode facts() {
    return facts("Example CPU 9000", 150, 151, 149);
  }

  /** Writes a result file, and with facts the file beside it, in the place of former ones. */
  public static Path write(Path folder, String name, JsonNode facts, JsonNode... results) {
    ArrayNode all = JSON.arrayNode();
    Arrays.stream(results).forEach(all::add);
    try {
      Path sidecar = folder.resolve(name + ".env.json");
      Files.deleteIfExists(sidecar);
      if (facts != null) {
        Files.writeString(sidecar, facts.toString());
      }
      return Files.write(folder.resolve(name + ".json"), new ObjectMapper().writeValueAsBytes(all));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
