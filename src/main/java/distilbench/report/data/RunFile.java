package distilbench.report.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * A result file, and what is known about its environment.
 *
 * @param path as the user gave it
 * @param rows at least one
 * @param facts of {@code x.env.json} beside it; a missing node without one
 * @param text of the result file: two runs never write the same
 */
public record RunFile(Path path, List<ResultRow> rows, JsonNode facts, String text) {
  /**
   * Reads a result file, and the file about its environment if that lies beside it.
   *
   * @throws distilbench.console.InvalidInputException if one of them is none
   */
  public static RunFile read(Path path) {
    return ResultsFile.run(path);
  }

  /** Whether a file about the environment lies beside the results. */
  public boolean hasSidecar() {
    return !facts.isMissingNode();
  }

  /** What a report needs of the sidecar; nothing without one. */
  public Optional<Sidecar> sidecar() {
    return hasSidecar() ? Optional.of(Sidecar.of(facts)) : Optional.empty();
  }

  /**
   * What the sidecar says.
   *
   * @param path names with dots between, such as {@code run.start}
   * @return nothing if it does not say it, or says null
   */
  public Optional<JsonNode> fact(String path) {
    JsonNode found = facts;
    for (String name : path.split("\\.")) {
      found = found.path(name);
    }
    return found.isMissingNode() || found.isNull() ? Optional.empty() : Optional.of(found);
  }

  /** The objects of a list in the sidecar; none without such a list. */
  public List<JsonNode> entries(String path) {
    return fact(path)
        .filter(JsonNode::isArray)
        .map(list -> StreamSupport.stream(list.spliterator(), false))
        .stream()
        .flatMap(all -> all)
        .filter(JsonNode::isObject)
        .toList();
  }

  /** Whether fork i of every row was measured in round i: forks then belong together. */
  public boolean inRounds() {
    return fact("run.order").filter(order -> !order.isEmpty()).isPresent();
  }

  /**
   * What the machine's matrix multiply reached in each probe that succeeded, in GFLOP/s.
   *
   * @param name {@code gflopsAll} on all cores, {@code gflops1} on one
   */
  public double[] probes(String name) {
    return entries("probes").stream()
        .mapToDouble(probe -> ResultsFile.number(probe.path(name)))
        .filter(rate -> rate > 0)
        .toArray();
  }

  /** GFLOP/s of the machine's matrix multiply on all cores, the mean over all probes, or NaN. */
  public double gemmRate() {
    return mean("gflopsAll");
  }

  /** The same on one core. */
  public double gemmRateOfOneCore() {
    return mean("gflops1");
  }

  private double mean(String name) {
    return Arrays.stream(probes(name)).average().orElse(Double.NaN);
  }

  /** The rate of each round's better probe, on all cores: a dip of a second does not count. */
  public double[] bestRates() {
    Map<String, Double> best = new LinkedHashMap<>();
    for (JsonNode probe : entries("probes")) {
      double rate = ResultsFile.number(probe.path("gflopsAll"));
      if (rate > 0) {
        best.merge(probe.path("round").asText(), rate, Math::max);
      }
    }
    return best.values().stream().mapToDouble(Double::doubleValue).toArray();
  }
}
