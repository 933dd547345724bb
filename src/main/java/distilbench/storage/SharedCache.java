package distilbench.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where files lie that every process of this jar may use, whatever the model. */
public final class SharedCache {
  /** The folder, below the one that the program was started in. */
  public static final Path FOLDER = Path.of("models", ".cache").toAbsolutePath();

  private SharedCache() {}

  /** Every file in it, in its subfolders too. */
  public static List<Path> files() throws IOException {
    try (Stream<Path> all = Files.walk(FOLDER)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }
}
