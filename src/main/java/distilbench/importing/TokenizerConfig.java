package distilbench.importing;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a folder says of its tokenizer beside the vocabulary, in the files of transformers and of
 * sentence-transformers. Each may be missing.
 *
 * <p>What comes over what is decided as in transformers 4.57 and 5.18, which agree, and
 * sentence-transformers 6.0.
 *
 * @param config {@code tokenizer_config.json}
 * @param specialTokens {@code special_tokens_map.json}
 * @param sentences {@code sentence_bert_config.json}
 */
record TokenizerConfig(SettingsFile config, SettingsFile specialTokens, SettingsFile sentences) {
  /** Older versions named it after the family. */
  private static final List<String> OF_SENTENCES =
      List.of(
          "sentence_bert_config.json",
          "sentence_distilbert_config.json",
          "sentence_roberta_config.json");

  /** Classes that take a {@code tokenizer.json} as it is. */
  private static final Set<String> GENERIC =
      Set.of("PreTrainedTokenizerFast", "PreTrainedTokenizer", "TokenizersBackend");

  private static final List<String> ROLES =
      List.of(
          "bos_token",
          "eos_token",
          "unk_token",
          "sep_token",
          "pad_token",
          "cls_token",
          "mask_token");

  /** A list of further ones. */
  private static final String FURTHER = "additional_special_tokens";

  /** The tokens with what is said of each, by their ids. */
  private static final String LISTED = "added_tokens_decoder";

  /**
   * Reads what there is.
   *
   * @throws distilbench.console.InvalidInputException if a file is damaged
   */
  static TokenizerConfig read(TokenizerFiles files) {
    return new TokenizerConfig(
        files.settings("tokenizer_config.json"),
        files.settings("special_tokens_map.json"),
        OF_SENTENCES.stream()
            .map(files::settings)
            .filter(SettingsFile::isThere)
            .findFirst()
            .orElseGet(() -> files.settings(OF_SENTENCES.get(0))));
  }

  /** The class of transformers that the tokenizer belongs to. */
  Optional<String> tokenizerClass() {
    return config.text("tokenizer_class", "the name of a class");
  }

  /** Longest sequence: the least that a file says, or that the model takes. */
  int maxTokens(int positions) {
    int least = sentences.leastLength("max_seq_length", positions);
    return config.leastLength("model_max_length", config.leastLength("max_len", least));
  }

  /** Whether padding goes before the text; nothing if it is not said. */
  Optional<Boolean> padsLeft() {
    String sides = "\"left\" or \"right\"";
    Optional<String> side = config.text("padding_side", sides);
    if (side.isPresent() && !Set.of("left", "right").contains(side.get())) {
      throw config.wrong("padding_side", sides);
    }
    return side.map("left"::equals);
  }

  /**
   * A special token.
   *
   * @param role such as {@code pad_token}
   * @return a text, or an object that has it; nothing if the files do not tell
   */
  Optional<JsonNode> token(String role) {
    return mapsInOrder().flatMap(file -> token(file, role).stream()).findFirst();
  }

  /** The text of a special token. */
  Optional<String> tokenText(String role) {
    return token(role).map(AddedTokens::content);
  }

  /** The map comes over the config, unless that lists the tokens as well. */
  private Stream<SettingsFile> mapsInOrder() {
    return config.value(LISTED).isPresent()
        ? Stream.of(config, specialTokens)
        : Stream.of(specialTokens, config);
  }

  private static Optional<JsonNode> token(SettingsFile file, String role) {
    Optional<JsonNode> token = file.value(role);
    if (token.isPresent() && AddedTokens.content(token.get()).isEmpty()) {
      throw file.wrong(role, "a token");
    }
    return token;
  }

  /** The tokens that the config lists, in the order of their ids. */
  Collection<JsonNode> listed() {
    Map<Long, JsonNode> listed = new TreeMap<>();
    for (Map.Entry<String, JsonNode> token : config.json().path(LISTED).properties()) {
      listed.put(number(token.getKey()), token.getValue());
    }
    return listed.values();
  }

  private long number(String id) {
    try {
      return Long.parseLong(id);
    } catch (NumberFormatException e) {
      throw config.wrong(LISTED, "tokens by their ids");
    }
  }

  /**
   * The special tokens, each a text or an object that has it.
   *
   * @param defaults by role, where the files do not tell
   */
  List<JsonNode> special(Map<String, String> defaults) {
    List<JsonNode> special = new ArrayList<>();
    for (String role : ROLES) {
      token(role)
          .or(() -> Optional.ofNullable(defaults.get(role)).map(TextNode::valueOf))
          .ifPresent(special::add);
    }
    mapsInOrder().forEach(file -> file.json().path(FURTHER).forEach(special::add));
    return special;
  }

  /**
   * Makes a {@code tokenizer.json} what it becomes there: these settings come over its own. It
   * neither cuts nor pads any more.
   *
   * @param tokenizer without its model
   */
  void applyTo(ObjectNode tokenizer) {
    boolean generic = tokenizerClass().filter(GENERIC::contains).isPresent();
    if (config.isThere() && !generic) {
      adapt(tokenizer.path("normalizer"));
      adapt(tokenizer.path("pre_tokenizer"));
    }
    if (sentences.flag("do_lower_case").orElse(false)) {
      tokenizer.set("normalizer", lowerCaseAndThen(tokenizer.path("normalizer")));
    }
    tokenizer.putNull("truncation");
    tokenizer.putNull("padding");
  }

  /** What is not said has a default, which comes over the part's own as well. */
  private void adapt(JsonNode part) {
    if (isOf(part, "BertNormalizer")) {
      ((ObjectNode) part)
          .put("lowercase", config.flag("do_lower_case").orElse(true))
          .put("strip_accents", config.flag("strip_accents").orElse(null))
          .put("handle_chinese_chars", config.flag("tokenize_chinese_chars").orElse(true));
    } else if (isOf(part, "ByteLevel")) {
      ((ObjectNode) part).put("add_prefix_space", config.flag("add_prefix_space").orElse(false));
    }
  }

  private static boolean isOf(JsonNode part, String type) {
    return part.path("type").asText().equals(type);
  }

  /** BERT's own lower case takes accents away as well. */
  private static ObjectNode lowerCaseAndThen(JsonNode normalizer) {
    ObjectNode all = TokenizerJson.JSON.createObjectNode().put("type", "Sequence");
    all.putArray("normalizers").addObject().put("type", "Lowercase");
    if (normalizer.isObject()) {
      all.withArray("normalizers").add(normalizer);
    }
    return all;
  }
}
