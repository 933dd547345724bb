package distilbench.format;

import java.nio.file.Path;

/** Where the file about a run's environment lies: {@code x.env.json} beside {@code x.json}. */
public final class SidecarPath {
  /**
   * The field by which it names its result file: a list of {@link ResultDigest}s, one of which is
   * that file's. More than one while the launcher writes both; none in files of before 28 November
   * 2026.
   */
  public static final String RESULTS = "resultsSha256";

  private static final String SUFFIX = ".env.json";

  private SidecarPath() {}

  /** The one that belongs to a result file, whatever ending that has. */
  public static Path beside(Path results) {
    return results.resolveSibling(stem(results) + SUFFIX);
  }

  /** Whether a file is one by its name. */
  public static boolean isOne(Path file) {
    return file.getFileName().toString().endsWith(SUFFIX);
  }

  /** A file's name without its ending. */
  public static String stem(Path file) {
    String name = file.getFileName().toString();
    int dot = name.lastIndexOf('.');
    return dot > 0 ? name.substring(0, dot) : name;
  }
}
