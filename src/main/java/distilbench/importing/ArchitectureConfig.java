package distilbench.importing;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.console.InvalidInputException;
import distilbench.model.Geometry;
import distilbench.model.graph.Activation;
import distilbench.model.graph.Architecture;
import distilbench.model.graph.Family;
import distilbench.model.safetensors.TensorReader;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Reads from {@code config.json} which architecture it describes, by the names and defaults that
 * transformers has (https://huggingface.co/docs/transformers: DistilBertConfig, BertConfig,
 * RobertaConfig).
 */
final class ArchitectureConfig {
  /** Of each of them, layers aside: larger than any model's and small enough to be read. */
  private static final int LARGEST = TensorReader.LONGEST_SIDE;

  private static final int MOST_LAYERS = 1000;
  private static final float EPSILON = 1e-12f;
  private static final int TOKEN_TYPES = 2;
  private static final int PAD_OF_BERT = 0;

  /** What DistilBERT calls the sizes that the others call as the keys do. */
  private static final Map<String, String> DISTILBERT_NAMES =
      Map.of(
          "num_hidden_layers", "n_layers",
          "hidden_size", "dim",
          "num_attention_heads", "n_heads",
          "intermediate_size", "hidden_dim",
          "hidden_act", "activation");

  private final ModelConfig config;
  private final Family family;

  private ArchitectureConfig(ModelConfig config, Family family) {
    this.config = config;
    this.family = family;
  }

  /**
   * The family that it describes.
   *
   * @throws InvalidInputException if it is none that can be wired
   */
  static Family family(ModelConfig config) {
    return Family.ofModelType(config.modelType())
        .orElseThrow(
            () ->
                config.unusable(
                    "model_type",
                    String.format(
                        "%s can be used from safetensors; export any other to ONNX and give that",
                        Arrays.stream(Family.values())
                            .map(Family::modelType)
                            .collect(Collectors.joining(", ")))));
  }

  /**
   * Reads it.
   *
   * @param labels classes that the classifier tells apart; 0 without one
   * @throws InvalidInputException naming what is missing or cannot be wired
   */
  static Architecture read(ModelConfig config, int labels) {
    return new ArchitectureConfig(config, family(config)).read(labels);
  }

  private Architecture read(int labels) {
    requirePlainEncoder();
    Geometry geometry = geometry();
    boolean distilbert = family == Family.DISTILBERT;
    int pad = family.countsPositionsFromPadding() ? ModelConfig.PAD_OF_ROBERTA : PAD_OF_BERT;
    return new Architecture(
        family,
        geometry,
        family.hasTokenTypes() ? config.size("type_vocab_size", 1, LARGEST, TOKEN_TYPES) : 0,
        activation(),
        distilbert ? EPSILON : epsilon(),
        config.size("pad_token_id", 0, geometry.vocabulary() - 1, pad),
        labels);
  }

  private Geometry geometry() {
    int hidden = config.size(key("hidden_size"), 1, LARGEST);
    String headsKey = key("num_attention_heads");
    int heads = config.size(headsKey, 1, hidden);
    if (hidden % heads != 0) {
      throw config.unusable(
          headsKey, String.format("a divisor of the hidden size %d is needed", hidden));
    }
    int leastPositions = family.countsPositionsFromPadding() ? padRows() + 1 : 1;
    return new Geometry(
        config.size(key("num_hidden_layers"), 1, MOST_LAYERS),
        hidden,
        heads,
        config.size(key("intermediate_size"), 1, LARGEST),
        config.size("vocab_size", 1, LARGEST),
        config.size("max_position_embeddings", leastPositions, LARGEST));
  }

  private int padRows() {
    return config.size("pad_token_id", 0, LARGEST, ModelConfig.PAD_OF_ROBERTA) + 1;
  }

  private String key(String name) {
    return family == Family.DISTILBERT ? DISTILBERT_NAMES.get(name) : name;
  }

  /** What would make a graph of another kind. */
  private void requirePlainEncoder() {
    JsonNode positions = config.json().path("position_embedding_type");
    if (!positions.isMissingNode()
        && !positions.isNull()
        && !positions.asText().equals("absolute")) {
      throw config.unusable(
          "position_embedding_type", "only absolute positions can be wired; export it to ONNX");
    }
    for (String key : List.of("is_decoder", "add_cross_attention")) {
      if (config.json().path(key).asBoolean()) {
        throw config.unusable(key, "only encoders can be wired; export it to ONNX");
      }
    }
  }

  private Activation activation() {
    String key = key("hidden_act");
    return Activation.named(config.json().path(key).asText(Activation.GELU.configName()))
        .orElseThrow(
            () ->
                config.unusable(
                    key, "gelu, gelu_new and relu can be wired; export any other to ONNX"));
  }

  private float epsilon() {
    String key = "layer_norm_eps";
    JsonNode value = config.json().path(key);
    if (value.isMissingNode()) {
      return EPSILON;
    }
    if (!value.isNumber() || !(value.asDouble() > 0) || value.asDouble() >= 1) {
      throw config.unusable(key, "a number above 0 and below 1 is needed");
    }
    return (float) value.asDouble();
  }
}
