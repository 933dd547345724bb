package distilbench.exporting;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.model.TextLimits;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes {@code tokenizer_config.json}, with which transformers reads {@code tokenizer.json}. */
final class ExportedTokenizer {
  /** What BERT's and RoBERTa's tokenizers call the tokens of a purpose. */
  private static final Map<String, List<String>> NAMES = new LinkedHashMap<>();

  static {
    NAMES.put("unk_token", List.of("[UNK]", "<unk>"));
    NAMES.put("cls_token", List.of("[CLS]", "<s>"));
    NAMES.put("sep_token", List.of("[SEP]", "</s>"));
    NAMES.put("mask_token", List.of("[MASK]", "<mask>"));
  }

  private ExportedTokenizer() {}

  /** Takes the file as it is: a class of one model's would put in rules of its own. */
  static JsonNode config(JsonNode tokenizer, TextLimits texts) {
    ObjectNode json = new ObjectMapper().createObjectNode();
    json.put("tokenizer_class", "PreTrainedTokenizerFast");
    json.put("model_max_length", texts.maxTokens());
    json.put("padding_side", "right");
    json.put("truncation_side", "right");
    json.put("clean_up_tokenization_spaces", false);
    // A DistilBERT takes no token types.
    json.putArray("model_input_names").add("input_ids").add("attention_mask");
    String pad = token(tokenizer, texts.padId());
    if (!pad.isEmpty()) {
      json.put("pad_token", pad);
    }
    NAMES.forEach(
        (purpose, names) ->
            names.stream()
                .filter(name -> isAdded(tokenizer, name))
                .findFirst()
                .ifPresent(name -> json.put(purpose, name)));
    return json;
  }

  private static boolean isAdded(JsonNode tokenizer, String name) {
    for (JsonNode token : tokenizer.path("added_tokens")) {
      if (token.path("content").asText().equals(name)) {
        return true;
      }
    }
    return false;
  }

  /** The token of an id; empty if there is none. */
  private static String token(JsonNode tokenizer, long id) {
    for (JsonNode token : tokenizer.path("added_tokens")) {
      if (token.path("id").asLong() == id) {
        return token.path("content").asText();
      }
    }
    for (Map.Entry<String, JsonNode> word : tokenizer.path("model").path("vocab").properties()) {
      if (word.getValue().asLong() == id) {
        return word.getKey();
      }
    }
    return "";
  }
}
