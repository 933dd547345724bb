package distilbench.inference;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.jvm.Versions;
import distilbench.storage.BuildLock;
import distilbench.storage.DurableFiles;
import distilbench.storage.SharedCache;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One copy of the native libraries for all processes. ONNX Runtime's Java binding otherwise unpacks
 * its own copy in every JVM, and different files share no code pages.
 */
public final class NativeLibraries {
  private static final String NATIVE_PATH = "onnxruntime.native.path";
  private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

  /** What glibc's loader says of a file that may not be executed where it lies. */
  private static final Pattern NOT_EXECUTABLE =
      Pattern.compile("failed to map segment|Operation not permitted|Permission denied");

  private NativeLibraries() {}

  /**
   * Unpacks ONNX Runtime if no process has done so yet, and points this JVM's ONNX Runtime and
   * tokenizer at the common copies. To be called before either is loaded; what the user set by
   * {@code -D} stays.
   *
   * @throws InvalidInputException if the copy cannot be written
   */
  public static void shareCopies() {
    setUnlessGiven("ai.djl.offline", "true");
    setUnlessGiven("RUST_FLAVOR", "cpu");
    setUnlessGiven("DJL_CACHE_DIR", SharedCache.FOLDER.resolve("djl").toString());
    if (System.getProperty(NATIVE_PATH) == null && hasLibraries()) {
      System.setProperty(NATIVE_PATH, unpackOnnxRuntime().toString());
    }
  }

  /**
   * Why a library cannot be loaded, in one line; nothing if that is not what failed. DJL reports it
   * as the cause of exceptions of its own, whether unpacking or loading failed.
   *
   * @param library what people call it
   * @param failure what came of trying
   */
  static Optional<InvalidInputException> failureBehind(String library, Throwable failure) {
    Throwable cause = failure;
    boolean loading = failure instanceof LinkageError;
    while (cause.getCause() != null) {
      cause = cause.getCause();
      loading |= cause instanceof LinkageError;
    }
    if (loading) {
      String said = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
      String advice =
          NOT_EXECUTABLE.matcher(said).find()
              ? "run in a folder whose file system is not mounted noexec"
              : "see that this machine can run it";
      return Optional.of(
          new InvalidInputException(
              String.format("cannot load %s (%s); %s", library, said, advice), failure));
    } else if (cause != failure) {
      // DJL does not say what kept it from unpacking.
      return Optional.of(
          new InvalidInputException(
              String.format(
                  "cannot unpack %s into %s; run in a writable folder with room",
                  library, SharedCache.FOLDER),
              failure));
    }
    return Optional.empty();
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static Path unpackOnnxRuntime() {
    Path folder =
        SharedCache.FOLDER.resolve(
            "onnxruntime-" + Versions.ofThisJar().onnxRuntime() + "-" + platform());
    if (Files.isDirectory(folder)) {
      return folder;
    }
    try (BuildLock lock = BuildLock.acquire(folder, System.err)) {
      if (!Files.isDirectory(folder)) {
        DurableFiles.writeFolder(folder, NativeLibraries::unpackInto);
      }
      return folder;
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format(
              "cannot unpack ONNX Runtime into %s (%s); run in a writable folder with room",
              folder, FileProblem.of(e)),
          e);
    }
  }

  private static void unpackInto(Path folder) throws IOException {
    for (String library : LIBRARIES) {
      unpack(System.mapLibraryName(library), folder);
    }
  }

  /** Piece by piece: a measured process has hardly more heap than the library has bytes. */
  private static void unpack(String fileName, Path folder) throws IOException {
    Path file = folder.resolve(fileName);
    try (InputStream in = NativeLibraries.class.getResourceAsStream(resource(fileName))) {
      Files.copy(in, file);
    }
    try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
      written.force(true);
    }
  }

  /** False on a platform for which ONNX Runtime ships nothing: it then says so itself. */
  private static boolean hasLibraries() {
    String fileName = System.mapLibraryName(LIBRARIES.get(0));
    return NativeLibraries.class.getResource(resource(fileName)) != null;
  }

  private static String resource(String fileName) {
    return "/ai/onnxruntime/native/" + platform() + "/" + fileName;
  }

  /** The platform's name in ONNX Runtime's jar, e.g. linux-x64. */
  private static String platform() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    String family = os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux";
    String arch = System.getProperty("os.arch").matches("amd64|x86_64") ? "x64" : "aarch64";
    return family + "-" + arch;
  }
}
