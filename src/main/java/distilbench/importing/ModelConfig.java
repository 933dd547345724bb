package distilbench.importing;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.console.InvalidInputException;
import distilbench.console.TerminalText;
import distilbench.storage.JsonFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * What a Hugging Face folder says about its model, as {@code config.json}.
 *
 * @param file it was read from
 * @param json its content
 */
record ModelConfig(Path file, JsonNode json) {
  /** Its name in the folder. */
  static final String NAME = "config.json";

  private static final int LONGEST_VALUE = 80;

  /**
   * Models whose positions are counted from the padding token's id + 1, as RoBERTa's are, so that
   * so many rows of the table are never used.
   */
  private static final Set<String> COUNTED_FROM_PADDING =
      Set.of(
          "camembert",
          "data2vec-text",
          "ibert",
          "longformer",
          "mpnet",
          "roberta",
          "roberta-prelayernorm",
          "xlm-roberta",
          "xlm-roberta-xl",
          "xmod");

  /** The padding token of those models where it is not said. */
  static final int PAD_OF_ROBERTA = 1;

  /**
   * Reads it; nothing without such a file.
   *
   * @throws InvalidInputException if it cannot be read
   */
  static Optional<ModelConfig> read(Path folder) {
    Path file = folder.resolve(NAME);
    return Files.exists(file)
        ? Optional.of(new ModelConfig(file, JsonFile.read(file)))
        : Optional.empty();
  }

  /** The family, such as {@code distilbert}; empty if it is not said. */
  String modelType() {
    return json.path("model_type").asText("");
  }

  /** Classes of transformers that the weights are for; none if it is not said. */
  List<String> architectures() {
    List<String> names = new ArrayList<>();
    json.path("architectures").forEach(name -> names.add(name.asText()));
    return names;
  }

  /**
   * Names of the classes in the order of the logits: {@code LABEL_0} and so on without any, as
   * transformers names them.
   *
   * @param width how many there are
   * @throws InvalidInputException if it names another number of them
   */
  List<String> labels(int width) {
    JsonNode named = json.path("id2label");
    if (named.isMissingNode() || named.isNull()) {
      return unnamed(width);
    }
    List<String> labels = new ArrayList<>();
    for (int i = 0; i < width && named.has(Integer.toString(i)); i++) {
      labels.add(named.get(Integer.toString(i)).asText());
    }
    if (labels.size() != width || named.size() != width) {
      throw new InvalidInputException(
          String.format(
              "%s: id2label names %d classes, the model has %d; name them from \"0\" to \"%d\"",
              file, named.size(), width, width - 1));
    }
    return labels;
  }

  /** Names of classes that have none. */
  static List<String> unnamed(int width) {
    return IntStream.range(0, width).mapToObj(i -> "LABEL_" + i).toList();
  }

  /** Longest sequence, special tokens included; nothing if it is not said. */
  OptionalInt positions() {
    JsonNode rows = json.path("max_position_embeddings");
    int unused =
        COUNTED_FROM_PADDING.contains(modelType())
            ? json.path("pad_token_id").asInt(PAD_OF_ROBERTA) + 1
            : 0;
    return rows.isInt() && rows.intValue() > unused
        ? OptionalInt.of(rows.intValue() - unused)
        : OptionalInt.empty();
  }

  /**
   * A whole number that must be said.
   *
   * @throws InvalidInputException unless it is within the bounds
   */
  int size(String key, int least, int most) {
    JsonNode value = json.path(key);
    if (!value.isInt() || value.intValue() < least || value.intValue() > most) {
      throw unusable(key, String.format("a whole number from %d to %d is needed", least, most));
    }
    return value.intValue();
  }

  /** The same where one may be left out. */
  int size(String key, int least, int most, int otherwise) {
    return json.path(key).isMissingNode() || json.path(key).isNull()
        ? otherwise
        : size(key, least, most);
  }

  /** Refuses what it says under a key, in one line. */
  InvalidInputException unusable(String key, String need) {
    JsonNode value = json.path(key);
    String said = value.isMissingNode() ? "nothing" : TerminalText.oneLine(value.toString());
    String shown = said.length() <= LONGEST_VALUE ? said : said.substring(0, LONGEST_VALUE) + "...";
    return new InvalidInputException(
        String.format("%s says %s for %s; %s", file, shown, key, need));
  }
}
