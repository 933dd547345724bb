package distilbench.launcher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.model.Geometry;
import distilbench.model.GraphSummary;
import distilbench.model.ModelDescription;
import distilbench.model.ModelFolder;
import distilbench.model.graph.WiredGraph;
import distilbench.prepare.Inspection;
import distilbench.prepare.PreparationRequest;
import distilbench.prepare.TokenCounts;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;

/**
 * What a run with a model would measure.
 *
 * @param model as the user named it
 * @param folder that would be measured
 * @param origin where the weights come from, in words
 * @param description as the folder's manifest has it
 * @param geometry null if it is not known
 * @param bytes of graph and weights
 * @param graph what it is made of
 * @param corpus as the user named it
 * @param texts how many texts of it
 * @param tokens how long they are
 * @param gflopPerText of one of mean length; null if it is not known
 * @param variants in which other forms it can be run, by parameter and value, and why not; empty
 *     where it can
 */
record InspectedModel(
    String model,
    String folder,
    String origin,
    ModelDescription description,
    Geometry geometry,
    long bytes,
    GraphSummary graph,
    String corpus,
    int texts,
    TokenCounts tokens,
    Double gflopPerText,
    Map<String, String> variants) {
  private static final double GIGA = 1e9;

  /** Reads the model that was inspected. */
  static InspectedModel of(PreparationRequest request, Inspection inspection) {
    ModelFolder folder = inspection.folder();
    double flop = folder.description().operations().flop(1, inspection.tokens().mean());
    return new InspectedModel(
        request.model(),
        inspection.directory(),
        folder.origin(),
        folder.description(),
        geometry(folder).orElse(null),
        folder.bytes(),
        folder.summary(),
        request.corpus(),
        inspection.texts(),
        inspection.tokens(),
        Double.isNaN(flop) ? null : flop / GIGA,
        inspection.variants());
  }

  /** Of a graph that was wired here. */
  private static Optional<Geometry> geometry(ModelFolder folder) {
    try {
      int padId = Math.toIntExact(folder.description().texts().padId());
      return WiredGraph.read(folder.graph(), padId).map(graph -> graph.architecture().geometry());
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read " + folder.graph() + ": " + FileProblem.of(e) + "; run again", e);
    }
  }

  /** In JSON, in ASCII alone. */
  String json() {
    try {
      return JsonMapper.builder()
              .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
              .build()
              .writerWithDefaultPrettyPrinter()
              .writeValueAsString(this)
          + "\n";
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a record can be written", e);
    }
  }

  /** In words. */
  String table() {
    return new InspectionTable(this).text();
  }
}
