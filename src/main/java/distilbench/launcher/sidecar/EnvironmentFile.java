package distilbench.launcher.sidecar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.InvalidInputException;
import distilbench.format.SidecarPath;
import distilbench.storage.DurableFiles;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The file beside a result file that says where and how the results came about: {@code x.env.json}
 * for {@code x.json}, so that the results stay what JMH writes.
 */
public final class EnvironmentFile {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Path file;
  private boolean deleted;

  private EnvironmentFile(Path file) {
    this.file = file;
  }

  /**
   * The one that belongs to a result file; it is not made yet.
   *
   * @throws InvalidInputException if there is one already
   */
  public static EnvironmentFile beside(Path results) {
    Path file = SidecarPath.beside(results);
    if (Files.exists(file)) {
      throw new InvalidInputException(
          "the file " + file + " of another run exists already; name another result with -rff");
    }
    return new EnvironmentFile(file);
  }

  Path path() {
    return file;
  }

  /** Replaces the whole file at once; readers see the former content or this one. */
  public synchronized void write(JsonNode content) throws IOException {
    if (!deleted) {
      String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n";
      DurableFiles.write(file, text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Deletes the file for good: nothing was measured that it could belong to. */
  public synchronized void delete() throws IOException {
    deleted = true;
    Files.deleteIfExists(file);
  }
}
