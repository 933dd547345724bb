package distilbench.jvm;

import java.nio.file.Path;
import java.util.Collection;
import java.util.List;

/**
 * Where the processes that this JVM starts put their temporary files. A JVM must be told it on its
 * command line: a property that is set later reaches half of its classes (JDK 17) or none (JDK 25).
 */
public final class TemporaryFolder {
  private static final String OF_CHILDREN = "distilbench.tmpdir";
  private static final String STANDARD = "java.io.tmpdir";

  private TemporaryFolder() {}

  /** Gives all processes that this JVM starts from now on another folder than its own. */
  public static void giveChildren(Path folder) {
    System.setProperty(OF_CHILDREN, folder.toString());
  }

  /** The folder of this JVM's children: its own unless they were given another. */
  public static Path ofChildren() {
    return Path.of(System.getProperty(OF_CHILDREN, System.getProperty(STANDARD)));
  }

  /**
   * What tells it to a child JVM.
   *
   * @param flags of the child; one among them that names a folder stays the last word
   */
  public static List<String> flags(Collection<String> flags) {
    String flag = "-D" + STANDARD + "=";
    return flags.stream().anyMatch(given -> given.startsWith(flag))
        ? List.of()
        : List.of(flag + ofChildren());
  }
}
