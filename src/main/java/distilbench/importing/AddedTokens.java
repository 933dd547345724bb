package distilbench.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The tokens that are found in a text as they are, before it is cut into words, such as a {@code
 * [MASK]} in it: {@code added_tokens} of a {@code tokenizer.json}. Each is added once.
 */
final class AddedTokens {
  private final Map<String, ObjectNode> tokens = new LinkedHashMap<>();

  /**
   * Adds tokens with what is said of each.
   *
   * @param listed objects with the fields of a {@code tokenizer.json}
   */
  void addListed(Iterable<JsonNode> listed) {
    for (JsonNode token : listed) {
      add(token, token.path("normalized").asBoolean(), token.path("special").asBoolean());
    }
  }

  /** Adds tokens of which nothing is said: they are found in the normalized text. */
  void addPlain(Iterable<String> contents) {
    contents.forEach(content -> add(JsonNodeFactory.instance.textNode(content), true, false));
  }

  /**
   * Adds a special token: it is found in the text as it was given, unless it says otherwise.
   *
   * @param token a text, or an object as above
   */
  void addSpecial(JsonNode token) {
    boolean normalized = token.path("normalized").asBoolean();
    add(token, normalized, true);
    tokens.get(content(token)).put("normalized", normalized).put("special", true);
  }

  /** The text of a token that is a text, or an object that has it. */
  static String content(JsonNode token) {
    return (token.isObject() ? token.path("content") : token).asText();
  }

  private void add(JsonNode token, boolean normalized, boolean special) {
    ObjectNode added = JsonNodeFactory.instance.objectNode();
    added.put("id", 0).put("content", content(token));
    for (String manner : new String[] {"single_word", "lstrip", "rstrip"}) {
      added.put(manner, token.path(manner).asBoolean());
    }
    added.put("normalized", normalized).put("special", special);
    tokens.putIfAbsent(content(token), added);
  }

  boolean isEmpty() {
    return tokens.isEmpty();
  }

  boolean has(String content) {
    return tokens.containsKey(content);
  }

  /**
   * Numbers the tokens as the library does, whatever ids they were listed with: those that the
   * vocabulary lacks come behind it, one after the other.
   *
   * @param ids of the vocabulary's tokens; gets those of the others
   * @param size of the vocabulary
   * @return the field of a {@code tokenizer.json}
   */
  ArrayNode number(Map<String, Integer> ids, int size) {
    int largest = -1;
    for (Map.Entry<String, ObjectNode> token : tokens.entrySet()) {
      int next = Math.max(size, largest + 1);
      Integer known = ids.putIfAbsent(token.getKey(), next);
      int id = known == null ? next : known;
      token.getValue().put("id", id);
      largest = Math.max(largest, id);
    }
    ArrayNode all = JsonNodeFactory.instance.arrayNode();
    tokens.values().stream()
        .sorted(Comparator.comparingInt(token -> token.path("id").asInt()))
        .forEach(all::add);
    return all;
  }
}
