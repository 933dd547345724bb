package distilbench.launcher.sidecar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.format.SidecarPath;
import distilbench.storage.ClaimedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;

/**
 * The file beside a result file that says where and how the results came about: {@code x.env.json}
 * for {@code x.json}, so that the results stay what JMH writes.
 */
public final class EnvironmentFile implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** What it holds until more is known: a verdict on nothing. */
  private static final byte[] BLANK =
      "{\n  \"verdict\" : null\n}\n".getBytes(StandardCharsets.UTF_8);

  private final ClaimedFile file;
  private boolean deleted;

  private EnvironmentFile(ClaimedFile file) {
    this.file = file;
  }

  /**
   * Makes the one that belongs to a result file, for this process alone. One that was left by a run
   * that was killed before it had measured anything is taken over.
   *
   * @throws InvalidInputException if there is one already, or it cannot be made
   */
  public static EnvironmentFile beside(Path results) {
    Path path = SidecarPath.beside(results);
    try {
      return new EnvironmentFile(ClaimedFile.claim(path, BLANK, EnvironmentFile::isBlank));
    } catch (FileAlreadyExistsException e) {
      throw new InvalidInputException(
          "the file " + path + " of another run exists already; name another result with -rff", e);
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format(
              "%s cannot be written (%s); name another result with -rff", path, FileProblem.of(e)),
          e);
    }
  }

  /** Whether it belongs to no result: then there was nothing to judge. */
  private static boolean isBlank(byte[] content) {
    try {
      return JSON.readTree(content).path("verdict").isNull();
    } catch (IOException e) {
      return false;
    }
  }

  public Path path() {
    return file.path();
  }

  /** Replaces the whole file at once; readers see the former content or this one. */
  public synchronized void write(JsonNode content) throws IOException {
    if (!deleted) {
      String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n";
      file.write(text.getBytes(StandardCharsets.UTF_8));
    }
  }

  /** Deletes the file for good: nothing was measured that it could belong to. */
  public synchronized void delete() throws IOException {
    deleted = true;
    file.delete();
  }

  /** Leaves the file as it is. */
  @Override
  public synchronized void close() throws IOException {
    file.close();
  }
}
