package distilbench.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A JSON object that somebody else wrote into a file of its own: a description, not data. */
public final class JsonFile {
  /** A hundred times what descriptions of models have: more would only fill the memory. */
  private static final int MOST_BYTES = 4 << 20;

  private static final JsonMapper STRICT =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private JsonFile() {}

  /**
   * Reads the whole file.
   *
   * @throws InvalidInputException if it cannot be read, is too long, or does not hold one object
   */
  public static ObjectNode read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] content = in.readNBytes(MOST_BYTES + 1);
      if (content.length > MOST_BYTES) {
        throw new InvalidInputException(
            String.format("%s has more than %d MiB; give another", file, MOST_BYTES >> 20));
      }
      JsonNode json = STRICT.readTree(content);
      if (json instanceof ObjectNode object) {
        return object;
      }
      throw new InvalidInputException(file + " holds no JSON object; give another");
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(file + " is not JSON; give another", e);
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + file + ": " + FileProblem.of(e), e);
    }
  }
}
