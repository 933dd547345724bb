package distilbench.report;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.console.InvalidInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.StreamSupport;

/**
 * What a report needs of the file {@code x.env.json} beside results {@code x.json}.
 *
 * @param inRounds whether every round measured every row once: the forks of two rows then belong
 *     together in pairs
 * @param gemmRate GFLOP/s that the machine's matrix multiply reached on all cores, the mean over
 *     all probes; NaN if there is none
 */
record Sidecar(boolean inRounds, double gemmRate) {
  private static final String SUFFIX = ".env.json";

  /**
   * Reads the file that belongs to a result file.
   *
   * @return nothing if there is none
   * @throws InvalidInputException if it is not JSON
   */
  static Optional<Sidecar> beside(Path results) {
    String name = results.getFileName().toString();
    int dot = name.lastIndexOf('.');
    Path file = results.resolveSibling((dot > 0 ? name.substring(0, dot) : name) + SUFFIX);
    return Files.exists(file) ? Optional.of(of(ResultsFile.json(file))) : Optional.empty();
  }

  private static Sidecar of(JsonNode facts) {
    double gemmRate =
        StreamSupport.stream(facts.path("probes").spliterator(), false)
            .map(probe -> probe.path("gflopsAll"))
            .filter(JsonNode::isNumber)
            .mapToDouble(JsonNode::asDouble)
            .average()
            .orElse(Double.NaN);
    return new Sidecar(!facts.path("run").path("order").isEmpty(), gemmRate);
  }
}
