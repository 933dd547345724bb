package distilbench.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The tokens that are found in a text as they are, before it is cut into words, such as a {@code
 * [MASK]} in it: {@code added_tokens} of a {@code tokenizer.json}. Each is added once.
 */
final class AddedTokens {
  /** How a token is found: within words or not, with the white space around it or without. */
  private static final List<String> MANNERS = List.of("single_word", "lstrip", "rstrip");

  private final Map<String, JsonNode> special = new LinkedHashMap<>();
  private final Map<String, ObjectNode> tokens = new LinkedHashMap<>();

  /**
   * @param special those of the tokenizer's tokens that are, each a text or an object that has it
   */
  AddedTokens(List<JsonNode> special) {
    special.forEach(token -> this.special.putIfAbsent(content(token), token));
  }

  /** The text of a token that is a text, or an object that has it. */
  static String content(JsonNode token) {
    return (token.isObject() ? token.path("content") : token).asText();
  }

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

  /** Adds tokens by their names alone: those that are not special are found in lower case, too. */
  void addNamed(Iterable<String> names) {
    for (String name : names) {
      add(
          JsonNodeFactory.instance.textNode(name),
          !special.containsKey(name),
          special.containsKey(name));
    }
  }

  /** Adds the special ones of the vocabulary's. */
  void addSpecial(Map<String, Integer> vocabulary) {
    special.forEach(
        (name, token) -> {
          if (vocabulary.containsKey(name)) {
            add(token, token.path("normalized").asBoolean(), true);
          }
        });
  }

  private void add(JsonNode token, boolean normalized, boolean special) {
    String content = content(token);
    ObjectNode added = JsonNodeFactory.instance.objectNode().put("id", 0).put("content", content);
    for (String manner : MANNERS) {
      added.put(manner, token.path(manner).asBoolean());
    }
    added.put("normalized", normalized).put("special", special);
    if (!content.isEmpty()) {
      tokens.putIfAbsent(content, added);
    }
  }

  boolean isEmpty() {
    return tokens.isEmpty();
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
