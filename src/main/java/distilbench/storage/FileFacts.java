package distilbench.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Size in bytes and SHA-256 of a file, as manifests record them.
 *
 * @param sha256 64 lower-case hexadecimal digits
 */
public record FileFacts(long bytes, String sha256) {

  /** Reads the whole file. */
  public static FileFacts of(Path file) throws IOException {
    return new FileFacts(Files.size(file), Sha256.of(file));
  }
}
