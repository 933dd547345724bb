package distilbench.importing;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.console.InvalidInputException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A {@code tokenizer.json} that can be changed, all but its model. That may be large, and is held
 * as text, beside the ids of its tokens.
 */
final class TokenizerJson {
  /** Does not keep the names of fields, which vocabularies have by the hundred thousand. */
  static final ObjectMapper JSON =
      new ObjectMapper(
          JsonFactory.builder()
              .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
              .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
              .build());

  private final ObjectNode rest;
  private final byte[] model;
  private final Map<String, Integer> ids;

  /** How many tokens the model's vocabulary has. */
  private final int size;

  /**
   * @param rest all but the model
   * @param model the model's JSON
   * @param ids of the tokens of its vocabulary
   * @param size of that vocabulary
   */
  TokenizerJson(ObjectNode rest, byte[] model, Map<String, Integer> ids, int size) {
    this.rest = rest;
    this.model = model;
    this.ids = ids;
    this.size = size;
  }

  /**
   * Reads one.
   *
   * @param config has tokens that are added to those that the file has
   * @throws InvalidInputException if it is damaged
   */
  static TokenizerJson read(Path file, TokenizerConfig config) {
    TokenizerJson tokenizer = read(file);
    AddedTokens added = new AddedTokens(config.special(Map.of()));
    added.addListed(tokenizer.rest.path("added_tokens"));
    added.addListed(config.listed());
    added.addSpecial(tokenizer.ids);
    tokenizer.set(added);
    return tokenizer;
  }

  private static TokenizerJson read(Path file) {
    ObjectNode rest = JSON.createObjectNode();
    Vocabulary vocabulary = new Vocabulary();
    try (JsonParser in = JSON.createParser(file.toFile())) {
      if (in.nextToken() != JsonToken.START_OBJECT) {
        throw new InvalidInputException(file + " is no tokenizer; get it again");
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String name = in.currentName();
        in.nextToken();
        if (name.equals("model") && in.currentToken() == JsonToken.START_OBJECT) {
          vocabulary.copyModel(in);
        } else {
          rest.set(name, JSON.readTree(in));
        }
      }
      if (in.nextToken() != null) {
        throw new InvalidInputException(file + " has something behind its end; get it again");
      }
    } catch (JsonProcessingException e) {
      throw TokenizerFiles.damaged(file, e);
    } catch (IOException e) {
      throw TokenizerFiles.unreadable(file, e);
    }
    if (vocabulary.size == 0) {
      throw new InvalidInputException(file + " has no vocabulary; get it again");
    }
    return new TokenizerJson(rest, vocabulary.model.toByteArray(), vocabulary.ids, vocabulary.size);
  }

  /** A model as it is copied, and what is in it. */
  private static final class Vocabulary {
    private final ByteArrayOutputStream model = new ByteArrayOutputStream();
    private final Map<String, Integer> ids = new HashMap<>();
    private int size;

    private void copyModel(JsonParser in) throws IOException {
      model.reset();
      try (JsonGenerator out = JSON.createGenerator(model)) {
        out.writeStartObject();
        while (in.nextToken() == JsonToken.FIELD_NAME) {
          String name = in.currentName();
          out.writeFieldName(name);
          JsonToken value = in.nextToken();
          if (name.equals("vocab") && value == JsonToken.START_OBJECT) {
            copyIds(in, out);
          } else if (name.equals("vocab") && value == JsonToken.START_ARRAY) {
            copyPieces(in, out);
          } else {
            out.copyCurrentStructureExact(in);
          }
        }
        out.writeEndObject();
      }
    }

    /** Of WordPiece and BPE: tokens with their ids. */
    private void copyIds(JsonParser in, JsonGenerator out) throws IOException {
      out.writeStartObject();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String token = in.currentName();
        in.nextToken();
        int id = in.getIntValue();
        ids.put(token, id);
        out.writeNumberField(token, id);
      }
      out.writeEndObject();
      size = ids.size();
    }

    /** Of Unigram: pairs of a token, whose id is its place, and its score. */
    private void copyPieces(JsonParser in, JsonGenerator out) throws IOException {
      out.writeStartArray();
      while (in.nextToken() == JsonToken.START_ARRAY) {
        in.nextToken();
        ids.putIfAbsent(in.getText(), size);
        size++;
        out.writeStartArray();
        out.copyCurrentEventExact(in);
        in.nextToken();
        out.copyCurrentEventExact(in);
        in.nextToken();
        out.writeEndArray();
      }
      if (in.currentToken() != JsonToken.END_ARRAY) {
        throw new JsonParseException(in, "a vocabulary of something else than pairs");
      }
      out.writeEndArray();
    }
  }

  /** All of it but the model. */
  ObjectNode rest() {
    return rest;
  }

  /** Gives it these added tokens, with ids. */
  void set(AddedTokens added) {
    rest.set("added_tokens", added.number(ids, size));
  }

  /** The id of a token; nothing if there is no such token. */
  Optional<Integer> id(String token) {
    return Optional.ofNullable(ids.get(token));
  }

  /** The largest id of any token. */
  long largestId() {
    return ids.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
  }

  /** The whole file. */
  byte[] bytes() {
    try {
      byte[] head = JSON.writeValueAsBytes(rest);
      ByteArrayOutputStream all = new ByteArrayOutputStream(head.length + model.length + 16);
      all.write(head, 0, head.length - 1);
      all.writeBytes(",\"model\":".getBytes(StandardCharsets.UTF_8));
      all.writeBytes(model);
      all.write('}');
      return all.toByteArray();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a tree that was JSON is none", e);
    }
  }
}
