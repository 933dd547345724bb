package distilbench.jvm;

import distilbench.storage.BuildLock;
import distilbench.storage.DurableFiles;
import distilbench.storage.Sha256;
import distilbench.storage.SharedCache;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/**
 * A file of classes in the JVM's own layout (application class data sharing), which all workers map
 * instead of loading and holding the same classes each.
 *
 * <p>It fits one JVM and one class path; a JVM that it does not fit ignores it. A class path with
 * folders in it, as in an IDE, cannot be archived.
 */
public final class ClassArchive {
  private final Path file;

  /** Has the SHA-256 of the archive, in hexadecimal. */
  private final Path digest;

  private final boolean possible;

  private ClassArchive(Path file, boolean possible) {
    this.file = file;
    this.digest = file.resolveSibling(file.getFileName() + ".sha256");
    this.possible = possible;
  }

  /** The archive for a JVM and this one's class path, built or not. */
  public static ClassArchive of(JavaRuntime java) {
    return of(java, SharedCache.folder());
  }

  static ClassArchive of(JavaRuntime java, Path cache) {
    StringBuilder fits = new StringBuilder(java.vendor() + java.name() + java.version());
    boolean possible = true;
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      File part = new File(entry);
      possible &= part.isFile();
      fits.append('\n').append(part.getAbsolutePath()).append(' ').append(part.length());
      fits.append(' ').append(part.lastModified());
    }
    String key = Sha256.of(fits.toString().getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    return new ClassArchive(cache.resolve("classes-" + key + ".jsa"), possible);
  }

  /** What makes a JVM use it: nothing if it is not there. */
  public List<String> flags() {
    return Files.exists(file) ? List.of("-XX:SharedArchiveFile=" + file) : List.of();
  }

  /**
   * Builds it unless it is there, as it was written, or cannot be. Workers do without if that
   * fails.
   *
   * @param program runs, with the flags that it is given, a JVM that loads the classes and ends
   */
  public void build(Program program, PrintStream log) {
    if (!possible) {
      return;
    }
    try (BuildLock lock = BuildLock.acquire(file, log)) {
      if (isIntact()) {
        return;
      }
      if (Files.exists(file)) {
        log.println(file + " is damaged; archiving the workers' classes anew");
      }
      DurableFiles.deleteLeftovers(file);
      Files.deleteIfExists(file);
      Path aside = DurableFiles.aside(file);
      try {
        program.run(List.of("-XX:ArchiveClassesAtExit=" + aside));
        DurableFiles.flush(aside);
        DurableFiles.write(digest, Sha256.of(aside).getBytes(StandardCharsets.US_ASCII));
        DurableFiles.moveInPlace(aside, file);
      } finally {
        Files.deleteIfExists(aside);
      }
    } catch (IOException | RuntimeException e) {
      log.println("no archive of the workers' classes, they hold some MiB more each: " + e);
    }
  }

  /** The JVM itself checks little more than the archive's head. */
  private boolean isIntact() throws IOException {
    return Files.isRegularFile(file)
        && Files.isRegularFile(digest)
        && Arrays.equals(
            Files.readAllBytes(digest), Sha256.of(file).getBytes(StandardCharsets.US_ASCII));
  }

  /** A JVM that can be run with further flags. */
  @FunctionalInterface
  public interface Program {
    /** Runs it to its end. */
    void run(List<String> flags) throws IOException;
  }
}
