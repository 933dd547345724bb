package distilbench.importing;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What a Hugging Face folder says about its model, as {@code config.json}.
 *
 * @param file it was read from
 * @param json its content
 */
record ModelConfig(Path file, JsonNode json) {

  /**
   * Reads it; nothing without such a file.
   *
   * @throws distilbench.console.InvalidInputException if it cannot be read
   */
  static Optional<ModelConfig> read(Path folder) {
    throw new UnsupportedOperationException();
  }

  /** The family, such as {@code distilbert}; empty if it is not said. */
  String modelType() {
    return json.path("model_type").asText("");
  }

  /** Names of the classes in the order of the logits: {@code LABEL_0} and so on without any. */
  List<String> labels(int width) {
    throw new UnsupportedOperationException();
  }

  /** Longest sequence, special tokens included; nothing if it is not said. */
  OptionalInt positions() {
    throw new UnsupportedOperationException();
  }
}
