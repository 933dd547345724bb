package distilbench.exporting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.model.Geometry;
import distilbench.model.graph.Architecture;
import distilbench.model.graph.Family;
import java.util.List;

/** Writes {@code config.json} as transformers reads it. */
final class ExportedConfig {
  private ExportedConfig() {}

  /** The names and values that the model's class in transformers expects. */
  static JsonNode of(Architecture architecture, List<String> labels) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.putArray("architectures").add(architecture.torchClass());
    json.put("model_type", architecture.family().modelType());
    if (architecture.family() == Family.DISTILBERT) {
      putDistilBert(json, architecture);
    } else {
      putBert(json, architecture);
    }
    json.put("vocab_size", architecture.geometry().vocabulary());
    json.put("max_position_embeddings", architecture.geometry().positions());
    json.put("pad_token_id", architecture.padId());
    json.put("torch_dtype", "float32");
    if (architecture.isClassifier()) {
      ObjectNode names = json.putObject("id2label");
      ObjectNode ids = json.putObject("label2id");
      for (int i = 0; i < labels.size(); i++) {
        names.put(Integer.toString(i), labels.get(i));
        ids.put(labels.get(i), i);
      }
    }
    return json;
  }

  private static void putDistilBert(ObjectNode json, Architecture architecture) {
    Geometry geometry = architecture.geometry();
    json.put("activation", architecture.activation().configName());
    json.put("n_layers", geometry.layers());
    json.put("dim", geometry.hidden());
    json.put("n_heads", geometry.heads());
    json.put("hidden_dim", geometry.ffn());
    json.put("sinusoidal_pos_embds", false);
  }

  private static void putBert(ObjectNode json, Architecture architecture) {
    Geometry geometry = architecture.geometry();
    json.put("hidden_act", architecture.activation().configName());
    json.put("num_hidden_layers", geometry.layers());
    json.put("hidden_size", geometry.hidden());
    json.put("num_attention_heads", geometry.heads());
    json.put("intermediate_size", geometry.ffn());
    json.put("type_vocab_size", architecture.tokenTypes());
    json.put("layer_norm_eps", Double.parseDouble(Float.toString(architecture.layerNormEpsilon())));
    json.put("position_embedding_type", "absolute");
  }
}
