package distilbench.prepare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.model.Graph;
import distilbench.model.ModelFolder;
import distilbench.model.ModelVariant;
import distilbench.model.Precision;
import distilbench.variant.VariantModel;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What it takes to say what a run would measure.
 *
 * @param directory of the model that would be measured, whatever it was made from
 * @param texts how many texts were counted
 * @param tokens how long they are
 * @param variants in which other forms the model can be run, by parameter and value, and why not;
 *     empty where it can
 */
public record Inspection(
    String directory, int texts, TokenCounts tokens, Map<String, String> variants) {

  /** What this suite can make of a model. */
  static Map<String, String> variants(ModelFolder folder) {
    Map<String, String> variants = new LinkedHashMap<>();
    variants.put("graph=CLS_ONLY", obstacle(folder, Graph.CLS_ONLY, Precision.FP32));
    variants.put("precision=INT8", obstacle(folder, Graph.STANDARD, Precision.INT8));
    return variants;
  }

  private static String obstacle(ModelFolder folder, Graph graph, Precision precision) {
    return VariantModel.obstacle(folder, new ModelVariant(graph, precision)).orElse("");
  }

  static Inspection parse(String json) {
    try {
      return new ObjectMapper().readValue(json, Inspection.class);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("the inspection reports no JSON", e);
    }
  }

  String toJson() {
    try {
      return new ObjectMapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException("a record can be written", e);
    }
  }

  /** The model that would be measured. */
  public ModelFolder folder() {
    return ModelFolder.open(Path.of(directory));
  }
}
