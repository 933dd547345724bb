package distilbench.importing;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.console.InvalidInputException;
import distilbench.console.TerminalText;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * The vocabulary of a BERT tokenizer, {@code vocab.txt}: one token a line, whose id is the line's
 * place. It becomes the {@code tokenizer.json} that transformers' {@code BertTokenizerFast} makes
 * of it.
 */
final class WordPieceVocabulary {
  /** Classes of transformers whose {@code vocab.txt} is such a vocabulary and nothing else. */
  private static final Pattern CLASSES =
      Pattern.compile("(Bert|DistilBert|Electra|MobileBert)Tokenizer(Fast)?");

  /** By role, where nothing else is said. */
  private static final Map<String, String> TOKENS =
      Map.of(
          "unk_token", "[UNK]",
          "sep_token", "[SEP]",
          "pad_token", "[PAD]",
          "cls_token", "[CLS]",
          "mask_token", "[MASK]");

  /** All but the model; the tokens that begin and end a text as JSON, and their ids. */
  private static final String REST =
      """
      {"version": "1.0",
       "added_tokens": [],
       "normalizer": {"type": "BertNormalizer", "clean_text": true, "handle_chinese_chars": true,
                      "strip_accents": null, "lowercase": true},
       "pre_tokenizer": {"type": "BertPreTokenizer"},
       "post_processor": {
         "type": "TemplateProcessing",
         "single": [{"SpecialToken": {"id": %1$s, "type_id": 0}},
                    {"Sequence": {"id": "A", "type_id": 0}},
                    {"SpecialToken": {"id": %2$s, "type_id": 0}}],
         "pair": [{"SpecialToken": {"id": %1$s, "type_id": 0}},
                  {"Sequence": {"id": "A", "type_id": 0}},
                  {"SpecialToken": {"id": %2$s, "type_id": 0}},
                  {"Sequence": {"id": "B", "type_id": 1}},
                  {"SpecialToken": {"id": %2$s, "type_id": 1}}],
         "special_tokens": {%1$s: {"id": %1$s, "ids": [%3$d], "tokens": [%1$s]},
                            %2$s: {"id": %2$s, "ids": [%4$d], "tokens": [%2$s]}}},
       "decoder": {"type": "WordPiece", "prefix": "##", "cleanup": true}}
      """;

  private final Path file;
  private final TokenizerConfig config;

  /** Ids by token, in their order. */
  private final Map<String, Integer> ids = new LinkedHashMap<>();

  private WordPieceVocabulary(Path file, TokenizerConfig config) {
    this.file = file;
    this.config = config;
  }

  /**
   * Makes the tokenizer of such a vocabulary.
   *
   * @param config says which tokens are special
   * @param idsOfAdded {@code added_tokens.json}, read where the config does not list such tokens
   * @throws InvalidInputException if it is damaged, or of another kind of tokenizer
   */
  static TokenizerJson read(Path file, TokenizerConfig config, SettingsFile idsOfAdded) {
    WordPieceVocabulary vocabulary = new WordPieceVocabulary(file, config);
    vocabulary.checkClass();
    vocabulary.readLines();
    return vocabulary.tokenizer(idsOfAdded);
  }

  private void checkClass() {
    Optional<String> other =
        config.tokenizerClass().filter(name -> !CLASSES.matcher(name).matches());
    if (other.isPresent()) {
      throw new InvalidInputException(
          String.format(
              "%s is that of a %.60s, which is not known; %s",
              file, TerminalText.oneLine(other.get()), FolderTokenizer.advice(file.getParent())));
    }
  }

  private void readLines() {
    try (BufferedReader lines = Files.newBufferedReader(file)) {
      int place = 0;
      for (String token = lines.readLine(); token != null; token = lines.readLine()) {
        Integer earlier = token.isEmpty() ? null : ids.putIfAbsent(token, place);
        if (earlier != null) {
          throw new InvalidInputException(
              String.format(
                  "%s has the token %.60s in line %d and again in line %d; get it again",
                  file, TerminalText.oneLine(token), earlier + 1, place + 1));
        }
        place++;
      }
    } catch (CharacterCodingException e) {
      throw new InvalidInputException(file + " is not text in UTF-8; get it again", e);
    } catch (IOException e) {
      throw TokenizerFiles.unreadable(file, e);
    }
    if (ids.isEmpty()) {
      throw new InvalidInputException(file + " has no vocabulary; get it again");
    }
  }

  private TokenizerJson tokenizer(SettingsFile idsOfAdded) {
    String unknown = required("unk_token");
    String first = required("cls_token");
    String last = required("sep_token");
    AddedTokens added = new AddedTokens(config.special(TOKENS));
    added.addListed(config.listed());
    if (added.isEmpty()) {
      added.addNamed(inOrder(idsOfAdded));
    }
    added.addSpecial(ids);
    try {
      String rest = String.format(REST, json(first), json(last), ids.get(first), ids.get(last));
      TokenizerJson tokenizer =
          new TokenizerJson(
              TokenizerJson.JSON.readValue(rest, ObjectNode.class),
              model(unknown),
              ids,
              ids.size());
      tokenizer.set(added);
      return tokenizer;
    } catch (IOException e) {
      throw new IllegalStateException("what was written here is no JSON", e);
    }
  }

  /** A token without which no text becomes ids. */
  private String required(String role) {
    String token = config.tokenText(role).orElse(TOKENS.get(role));
    if (!ids.containsKey(token)) {
      throw new InvalidInputException(
          String.format(
              "%s lacks the token %.60s; get it again, or name another one as %s in %s",
              file, TerminalText.oneLine(token), role, config.config().file()));
    }
    return token;
  }

  private static List<String> inOrder(SettingsFile idsOfAdded) {
    return idsOfAdded.json().properties().stream()
        .sorted(Comparator.comparing(token -> token.getValue().asLong()))
        .map(Map.Entry::getKey)
        .toList();
  }

  private static String json(String token) throws IOException {
    return TokenizerJson.JSON.writeValueAsString(token);
  }

  private byte[] model(String unknown) throws IOException {
    ByteArrayOutputStream model = new ByteArrayOutputStream();
    try (JsonGenerator out = TokenizerJson.JSON.createGenerator(model)) {
      out.writeStartObject();
      out.writeStringField("type", "WordPiece");
      out.writeStringField("unk_token", unknown);
      out.writeStringField("continuing_subword_prefix", "##");
      out.writeNumberField("max_input_chars_per_word", 100);
      out.writeObjectFieldStart("vocab");
      for (Map.Entry<String, Integer> token : ids.entrySet()) {
        out.writeNumberField(token.getKey(), token.getValue());
      }
      out.writeEndObject();
      out.writeEndObject();
    }
    return model.toByteArray();
  }
}
