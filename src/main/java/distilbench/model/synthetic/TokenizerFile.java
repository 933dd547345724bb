package distilbench.model.synthetic;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.model.Geometry;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The bytes of a {@code tokenizer.json}, known to fit under a model. */
final class TokenizerFile {
  private static final String BUILT_IN = "/distilbench/data/tokenizer.json";

  private final byte[] content;

  private TokenizerFile(byte[] content) {
    this.content = content;
  }

  /** The project's own vocabulary. */
  static TokenizerFile builtIn() {
    try (InputStream in = TokenizerFile.class.getResourceAsStream(BUILT_IN)) {
      return new TokenizerFile(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + BUILT_IN + " from the jar", e);
    }
  }

  /**
   * Reads the user's file.
   *
   * @throws InvalidInputException unless it is a WordPiece tokenizer whose ids fit the geometry
   */
  static TokenizerFile read(Path file, Geometry geometry) {
    try {
      byte[] content = Files.readAllBytes(file);
      checkVocabulary(file, new ObjectMapper().readTree(content), geometry);
      return new TokenizerFile(content);
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(file + " is not JSON; give a tokenizer.json", e);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read tokenizer " + file + ": " + FileProblem.of(e), e);
    }
  }

  private static void checkVocabulary(Path file, JsonNode tokenizer, Geometry geometry) {
    JsonNode vocabulary = tokenizer.path("model").path("vocab");
    if (!vocabulary.isObject() || vocabulary.isEmpty()) {
      throw new InvalidInputException(
          file
              + " has no WordPiece vocabulary (model.vocab); give a tokenizer.json of BERT's kind");
    }
    for (JsonNode id : vocabulary) {
      checkId(file, id, geometry);
    }
    for (JsonNode token : tokenizer.path("added_tokens")) {
      checkId(file, token.path("id"), geometry);
    }
  }

  private static void checkId(Path file, JsonNode id, Geometry geometry) {
    if (!id.isInt() || id.intValue() < 0 || id.intValue() >= geometry.vocabulary()) {
      throw new InvalidInputException(
          String.format(
              "%s has token id %s, the model's vocabulary ends at %d; give one of at most %d entries",
              file, id.asText(), geometry.vocabulary() - 1, geometry.vocabulary()));
    }
  }

  byte[] content() {
    return content;
  }
}
