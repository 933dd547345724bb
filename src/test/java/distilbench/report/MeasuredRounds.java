package distilbench.report;

import static distilbench.report.ResultFiles.facts;
import static distilbench.report.ResultFiles.holding;
import static distilbench.report.ResultFiles.pass;
import static distilbench.report.ResultFiles.with;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.report.choice.Choice;
import distilbench.report.choice.Limits;
import distilbench.report.data.ResultRow;
import distilbench.report.data.ResultsFile;
import distilbench.report.data.Sidecar;
import distilbench.report.verdict.Verdict;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/** A quiet run to put together, whose rows need not take part in every round. */
public final class MeasuredRounds {
  private final ArrayNode results = JsonNodeFactory.instance.arrayNode();
  private final ObjectNode environment;
  private final ArrayNode planned;
  private final ArrayNode order;
  private final ArrayNode seen;

  /** On the usual machine. */
  public MeasuredRounds() {
    this(facts());
  }

  /**
   * @param facts about the machine, see {@link ResultFiles#facts}
   */
  public MeasuredRounds(ObjectNode facts) {
    environment = facts;
    ObjectNode run = environment.withObject("/run").put("end", "2026-01-01T12:00:00Z");
    planned = run.putArray("rows");
    order = run.putArray("order");
    order.addArray();
    seen = environment.putObject("noise").putArray("rows");
    environment.putObject("forks").putObject("environment").put("ORT_DISABLE_TELEMETRY", "1");
  }

  /** A pass over 250 texts in every round. */
  public static ObjectNode row(String deployment, double mebibytes, double... seconds) {
    double[] peaks = new double[seconds.length];
    Arrays.setAll(peaks, fork -> mebibytes * (1 + 0.001 * fork));
    return holding(pass(deployment, seconds), peaks);
  }

  /** The same as another benchmark has it. */
  public static ObjectNode of(String benchmark, ObjectNode row) {
    return with(row, changed -> changed.put("benchmark", "distilbench.benchmark." + benchmark));
  }

  /** Adds a row whose forks were measured in these rounds. */
  public MeasuredRounds in(int[] rounds, ObjectNode row) {
    ObjectNode name = planned.addObject();
    name.put("benchmark", row.path("benchmark").asText()).put("mode", row.path("mode").asText());
    name.set("parameters", row.path("params"));
    results.add(row);
    for (int round : rounds) {
      ObjectNode window = seen.addObject().put("round", round).put("planned", planned.size() - 1);
      window.putObject("window").put("seconds", 10);
      window
          .putObject("noise")
          .put("foreignCpuCores", 0.01)
          .put("stealCores", 0)
          .put("throttledSeconds", 0)
          .put("swapInBytesPerSecond", 0);
    }
    return this;
  }

  /** Adds a row that took part in the first rounds. */
  public MeasuredRounds add(ObjectNode row) {
    int forks = row.at("/primaryMetric/rawData").size();
    return in(IntStream.rangeClosed(1, forks).toArray(), row);
  }

  /** Writes both files. */
  public Path write(Path folder, String name) {
    return ResultFiles.write(
        folder,
        name,
        environment,
        StreamSupport.stream(results.spliterator(), false).toArray(JsonNode[]::new));
  }

  public List<ResultRow> rows() {
    return ResultsFile.rows(results);
  }

  public Optional<Sidecar> sidecar() {
    return Optional.of(Sidecar.of(environment));
  }

  public Choice choice(Limits limits) {
    List<ResultRow> rows = rows();
    return Choice.of(rows, sidecar(), Verdict.of(rows, sidecar()), limits);
  }
}
