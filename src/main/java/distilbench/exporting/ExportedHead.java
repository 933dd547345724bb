package distilbench.exporting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.model.Pooling;

/**
 * Writes what sentence-transformers reads to make one vector of the tokens' (https://sbert.net,
 * Transformer, Pooling, Normalize).
 */
final class ExportedHead {
  /** Lists the steps. */
  static final String MODULES = "modules.json";

  /** Folder of the step that pools. */
  static final String POOLING = "1_Pooling";

  /** Folder of the step that normalizes. */
  static final String NORMALIZE = "2_Normalize";

  private static final String CLASSES = "sentence_transformers.models.";

  private ExportedHead() {}

  /** The content of {@link #MODULES}. */
  static JsonNode modules(boolean normalized) {
    ArrayNode modules = new ObjectMapper().createArrayNode();
    addModule(modules, "", "Transformer");
    addModule(modules, POOLING, "Pooling");
    if (normalized) {
      addModule(modules, NORMALIZE, "Normalize");
    }
    return modules;
  }

  private static void addModule(ArrayNode modules, String path, String name) {
    int index = modules.size();
    modules
        .addObject()
        .put("idx", index)
        .put("name", Integer.toString(index))
        .put("path", path)
        .put("type", CLASSES + name);
  }

  /** The content of {@code config.json} in {@link #POOLING}. */
  static JsonNode pooling(Pooling pooling, int width) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("word_embedding_dimension", width);
    json.put("pooling_mode_cls_token", pooling == Pooling.CLS);
    json.put("pooling_mode_mean_tokens", pooling == Pooling.MEAN);
    json.put("pooling_mode_max_tokens", pooling == Pooling.MAX);
    json.put("pooling_mode_mean_sqrt_len_tokens", false);
    return json;
  }
}
