package distilbench.report.compare;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import distilbench.report.data.ForkNoise;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RunFile;
import distilbench.report.data.Sidecar;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A row of a result file with what the sidecar says of it.
 *
 * @param inputs what it was measured with, an object of digests; several if nobody can tell which
 * @param verdict the run's own, an object with {@code time} and {@code memory}; a missing node if
 *     it did not judge the row
 * @param disturbed the share of its time that disturbances may have cost, the mean over forks
 */
record MeasuredRow(ResultRow row, List<JsonNode> inputs, JsonNode verdict, double disturbed) {

  /** All rows of a file, in its order. */
  static List<MeasuredRow> of(RunFile run) {
    List<ResultRow> rows = run.rows();
    Optional<Sidecar> sidecar = run.sidecar();
    List<Integer> places = sidecar.map(facts -> facts.placesOf(rows)).orElse(List.of());
    List<JsonNode> verdicts =
        sidecar
            .map(facts -> facts.recordedVerdicts(rows))
            .orElse(Collections.nCopies(rows.size(), MissingNode.getInstance()));
    return IntStream.range(0, rows.size())
        .mapToObj(
            i -> {
              List<JsonNode> inputs =
                  sidecar.map(facts -> inputs(facts, rows.get(i), places.get(i))).orElse(List.of());
              double disturbed =
                  disturbed(rows.get(i), sidecar.isEmpty() ? -1 : places.get(i), sidecar);
              return new MeasuredRow(rows.get(i), inputs, verdicts.get(i), disturbed);
            })
        .toList();
  }

  private static double disturbed(ResultRow row, int place, Optional<Sidecar> sidecar) {
    double cores = sidecar.map(Sidecar::usableCores).orElse(Double.NaN);
    return ForkNoise.of(row, place, sidecar).stream()
        .mapToDouble(fork -> fork.mayHaveCost(cores))
        .average()
        .orElse(0);
  }

  /** By the row's place; by names alone where the sidecar does not say what was planned. */
  private static List<JsonNode> inputs(Sidecar facts, ResultRow row, int place) {
    return facts.planned().isEmpty()
        ? facts.inputsNamed(row.parameters())
        : List.of(facts.inputOf(place));
  }

  /**
   * A digest of what the row was measured with.
   *
   * @param name {@code modelSha256}, {@code tokenizerSha256} or {@code corpusSha256}
   * @return a missing node if the sidecar does not tell
   */
  JsonNode digest(String name) {
    List<JsonNode> found =
        inputs.stream()
            .map(input -> input.path(name))
            .filter(JsonNode::isTextual)
            .distinct()
            .toList();
    return found.size() == 1 ? found.get(0) : MissingNode.getInstance();
  }
}
