package distilbench;

import java.nio.file.Path;

/** Where the project is, for tests of its files. */
public final class Project {
  /** As Maven says it; other runners start in it. */
  public static final Path FOLDER =
      Path.of(System.getProperty("basedir", System.getProperty("user.dir"))).toAbsolutePath();

  private Project() {}
}
