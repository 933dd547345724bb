package distilbench.launcher.sidecar;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.format.SidecarPath;
import distilbench.storage.ClaimedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.stream.StreamSupport;

/**
 * The file beside a result file that says where and how the results came about: {@code x.env.json}
 * for {@code x.json}, so that the results stay what JMH writes. It names its result file by {@link
 * distilbench.format.ResultDigest digest}.
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
   * that was killed before it had kept anything is taken over.
   *
   * @param results where they will be
   * @param blank digest of a result file without results
   * @throws InvalidInputException if there is one already, or it cannot be made
   */
  public static EnvironmentFile beside(Path results, String blank) {
    Path path = SidecarPath.beside(results);
    try {
      return new EnvironmentFile(
          ClaimedFile.claim(path, BLANK, content -> isBlank(content, blank)));
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

  /** Whether it belongs to no result: there was nothing to judge, or what was is not there. */
  private static boolean isBlank(byte[] content, String blank) {
    try {
      JsonNode json = JSON.readTree(content);
      return json.path("verdict").isNull()
          || StreamSupport.stream(json.path(SidecarPath.RESULTS).spliterator(), false)
              .anyMatch(digest -> digest.asText().equals(blank));
    } catch (IOException e) {
      return false;
    }
  }

  public Path path() {
    return file.path();
  }

  /**
   * Replaces the whole file at once; readers see the former content or this one.
   *
   * @param results digests of what the result file may hold
   */
  public synchronized void write(ObjectNode facts, Collection<String> results) throws IOException {
    if (!deleted) {
      file.write(content(facts, results));
    }
  }

  /** What such a file holds. */
  public static byte[] content(ObjectNode facts, Collection<String> results) throws IOException {
    ObjectNode content = facts.objectNode();
    content.setAll(facts);
    ArrayNode digests = content.putArray(SidecarPath.RESULTS);
    results.forEach(digests::add);
    String text = JSON.writerWithDefaultPrettyPrinter().writeValueAsString(content) + "\n";
    return text.getBytes(StandardCharsets.UTF_8);
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
