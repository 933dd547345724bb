package distilbench.report.data;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A result file, and what is known about its environment.
 *
 * @param path as the user gave it
 * @param rows at least one
 * @param facts of {@code x.env.json} beside it; a missing node without one of its own
 * @param sidecar what a report needs of it; nothing without one of its own
 * @param strangersSidecar whether the one beside it was written for other results, or for these
 *     before somebody changed them: nothing in it is believed
 * @param text of the result file: two runs never write the same
 */
public record RunFile(
    Path path,
    List<ResultRow> rows,
    JsonNode facts,
    Optional<Sidecar> sidecar,
    boolean strangersSidecar,
    String text) {
  /**
   * Reads a result file, and the file about its environment if that lies beside it.
   *
   * @throws distilbench.console.InvalidInputException if one of them is none
   */
  public static RunFile read(Path path) {
    return ResultsFile.run(path);
  }

  /** Whether a file about the environment lies beside the results, and is about them. */
  public boolean hasSidecar() {
    return sidecar.isPresent();
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
    return sidecar.filter(Sidecar::inRounds).isPresent();
  }

  /** What the machine's matrix multiply reached on all cores in each probe, in GFLOP/s. */
  public double[] gemmRates(GemmPrecision precision) {
    return sidecar.map(facts -> facts.rates(precision::all)).orElseGet(() -> new double[0]);
  }

  /** The mean of all probes; NaN without any. */
  public double gemmRate(GemmPrecision precision) {
    return sidecar.map(facts -> facts.gemmRate(precision)).orElse(Double.NaN);
  }

  /** The same on one core. */
  public double gemmRateOfOneCore(GemmPrecision precision) {
    return sidecar.map(facts -> facts.gemmRateOfOneCore(precision)).orElse(Double.NaN);
  }

  /** The mean rates on all cores, in each precision that was probed; empty if none was. */
  public String gemmInWords(NumberFormat digits) {
    return Arrays.stream(GemmPrecision.values())
        .filter(precision -> Double.isFinite(gemmRate(precision)))
        .map(precision -> digits.show(gemmRate(precision)) + " GFLOP/s" + precision.words())
        .collect(Collectors.joining(", "));
  }

  /** The rate of each round's better probe, on all cores: a dip of a second does not count. */
  public double[] bestRates(GemmPrecision precision) {
    return sidecar.stream()
        .flatMap(facts -> facts.bestRates(precision::all).values().stream())
        .mapToDouble(Double::doubleValue)
        .toArray();
  }
}
