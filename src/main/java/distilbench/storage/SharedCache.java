package distilbench.storage;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The folder of what runs make and use again: native libraries, class archives, and what belongs to
 * models that lie in somebody else's folders. Code from it runs in this user's processes, so only
 * this user may look into it, and nobody but root may be able to replace it.
 *
 * <p>It is {@code models/.cache} below the folder in which the program was started. Where that
 * folder, or one above it, belongs to another user, that user could put another cache in its place
 * at any time; this is as usual as it is harmless where root in a container works in a folder of
 * the host's user, but it cannot be told from a trap, so nothing there is trusted and the cache is
 * the user's own, {@code $XDG_CACHE_HOME/distilbench} or {@code ~/.cache/distilbench}. So it is
 * where the folder is read-only. A folder of this user's to which others may write is a mistake
 * that this user can mend, and what else lies there is no safer: it is refused.
 */
public final class SharedCache {
  private static final Path IN_RUN_FOLDER = Path.of("models", ".cache");
  private static final String OF_MODELS = "models";
  private static final String OF_ENGINES = "engines";
  private static final Set<PosixFilePermission> OWNERS_ALONE =
      PosixFilePermissions.fromString("rwx------");
  private static final Set<PosixFilePermission> READABLE =
      PosixFilePermissions.fromString("rwxr-xr-x");

  private SharedCache() {}

  /**
   * The folder, made if it is not there. One into which others could have put something is moved
   * out of the way, with one line on standard error.
   *
   * @throws InvalidInputException if there is no folder in which it is safe
   */
  public static Path folder() {
    Path cache = IN_RUN_FOLDER.toAbsolutePath();
    try {
      Optional<Outsider> outsider = Outsider.at(cache.getParent());
      if (outsider.isPresent() && !outsider.get().owner()) {
        throw new InvalidInputException(
            String.format(
                "%s, so they could replace the native libraries in %s; run in a folder to which"
                    + " only you may write, or take that right away (chmod go-w)",
                outsider.get().text(), cache));
      } else if (outsider.isPresent()) {
        return own(outsider.get().text());
      }
      return prepare(cache) ? cache : own(cache + " cannot be written to");
    } catch (IOException e) {
      throw unusable(cache, FileProblem.of(e), e);
    }
  }

  /** The files that every process maps, whatever the model and the engine. */
  public static List<Path> files() throws IOException {
    Path folder = folder();
    List<Path> others = List.of(folder.resolve(OF_MODELS), folder.resolve(OF_ENGINES));
    List<Path> files = new ArrayList<>();
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
            return others.contains(directory)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (attributes.isRegularFile()) {
              files.add(file);
            }
            return FileVisitResult.CONTINUE;
          }
        });
    return files;
  }

  /** The folder of other programs that run models, and of what they need. */
  public static Path ofEngines() {
    return folder().resolve(OF_ENGINES);
  }

  /**
   * Where to keep what is made from the files of a folder: there, or in the cache if this user may
   * not write there or others may.
   *
   * @param key names them by their content
   */
  public static Path besideOrInCache(Path folder, String key) {
    try {
      if (Files.isWritable(folder) && Outsider.at(folder).isEmpty()) {
        return folder;
      }
    } catch (IOException e) {
      // Whoever cannot look cannot write there either.
    }
    return folder().resolve(OF_MODELS).resolve(key);
  }

  /**
   * A folder for models that runs make, made if it is not there: below {@code models/} or, if this
   * user may not write there or others may, in the cache.
   *
   * @param kind names it
   */
  public static Path ofMadeModels(String kind) {
    Path folder = Path.of(OF_MODELS, kind);
    try {
      if (Files.isWritable(nearestExisting(folder)) && Outsider.at(folder).isEmpty()) {
        createReadable(folder);
        return folder;
      }
    } catch (IOException e) {
      // Whoever cannot look cannot write there either.
    }
    return folder().resolve(OF_MODELS).resolve(kind);
  }

  /** The path itself or, if there is nothing, the nearest folder above it. */
  private static Path nearestExisting(Path path) {
    Path existing = path.toAbsolutePath();
    while (Files.notExists(existing)) {
      existing = existing.getParent();
    }
    return existing;
  }

  /** The cache below the user's home. */
  private static Path own(String whyNotInRunFolder) throws IOException {
    String given = System.getenv("XDG_CACHE_HOME");
    Path base =
        given != null && Path.of(given).isAbsolute()
            ? Path.of(given)
            : Path.of(System.getProperty("user.home"), ".cache");
    Path cache = base.resolve("distilbench");
    if (!base.isAbsolute()) {
      throw unusable(cache, whyNotInRunFolder + ", and this user has no home folder", null);
    }
    Optional<Outsider> outsider = Outsider.at(base);
    if (outsider.isPresent()) {
      throw unusable(cache, outsider.get().text(), null);
    }
    boolean isNew = Files.notExists(cache);
    if (!prepare(cache)) {
      throw unusable(cache, whyNotInRunFolder + ", and neither can this", null);
    }
    if (isNew) {
      System.err.printf("what runs make is kept in %s: %s%n", cache, whyNotInRunFolder);
    }
    return cache;
  }

  private static InvalidInputException unusable(Path cache, String why, Exception cause) {
    return new InvalidInputException(
        String.format(
            "the cache cannot be kept in %s (%s); set XDG_CACHE_HOME to a folder to which only you"
                + " may write",
            cache, why),
        cause);
  }

  /**
   * Makes the folder, or makes it private if it was not.
   *
   * @return false if this user may not write there
   */
  private static boolean prepare(Path cache) throws IOException {
    if (!Files.isWritable(nearestExisting(cache))) {
      return false;
    }
    Optional<Outsider> outsider = Outsider.at(cache);
    if (outsider.isPresent()) {
      // Nothing is deleted: while one walks through a stranger's folder, it may change under one.
      Path aside = cache.resolveSibling(cache.getFileName() + "-untrusted-" + System.nanoTime());
      Files.move(cache, aside);
      System.err.printf(
          "%s: moved to %s, which you may delete, to make it anew%n",
          outsider.get().text(), aside.getFileName());
    }
    createReadable(cache.getParent());
    if (!hasModes()) {
      Files.createDirectories(cache);
      return true;
    }
    Files.createDirectories(cache, PosixFilePermissions.asFileAttribute(OWNERS_ALONE));
    // An earlier version's is as its process's mask had it.
    if (!Files.getPosixFilePermissions(cache).equals(OWNERS_ALONE)) {
      Files.setPosixFilePermissions(cache, OWNERS_ALONE);
    }
    return true;
  }

  /** Whatever this process's mask is, others may not write there. */
  private static void createReadable(Path folder) throws IOException {
    if (hasModes()) {
      Files.createDirectories(folder, PosixFilePermissions.asFileAttribute(READABLE));
    } else {
      Files.createDirectories(folder);
    }
  }

  private static boolean hasModes() {
    return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
  }
}
