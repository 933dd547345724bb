package distilbench.report;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The result files that are published with the project. */
public final class PublishedRuns {
  public static final Path FOLDER = Path.of("jmh-results");

  private PublishedRuns() {}

  /** In a fixed order. */
  public static List<Path> files() throws IOException {
    try (Stream<Path> files = Files.find(FOLDER, 2, (file, any) -> isResult(file))) {
      return files.filter(file -> !file.getParent().equals(FOLDER)).sorted().toList();
    }
  }

  private static boolean isResult(Path file) {
    String name = file.getFileName().toString();
    return name.endsWith(".json") && !name.endsWith(".env.json");
  }
}
