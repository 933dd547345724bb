package distilbench.prepare;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.model.ModelFolder;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * What it takes to say what a run would measure.
 *
 * @param directory of the model that would be measured, whatever it was made from
 * @param texts how many texts were counted
 * @param tokens how long they are
 */
public record Inspection(String directory, int texts, TokenCounts tokens) {

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
