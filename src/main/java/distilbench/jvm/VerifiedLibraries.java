package distilbench.jvm;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where the native libraries lie that were compared with those in the jar. Who has done so tells
 * its own JVM, and with it all children, which load them without another look.
 */
public final class VerifiedLibraries {
  private static final String FOLDER = "distilbench.libraries";

  private VerifiedLibraries() {}

  /** The folder; nothing if this JVM was not told. */
  public static Optional<Path> folder() {
    return Optional.ofNullable(System.getProperty(FOLDER)).map(Path::of);
  }

  /** Tells this JVM. */
  public static void tell(Path folder) {
    System.setProperty(FOLDER, folder.toString());
  }

  /** The JVM option that tells another one; none if this one was not told. */
  public static List<String> flags() {
    return folder().map(folder -> List.of("-D" + FOLDER + "=" + folder)).orElse(List.of());
  }
}
