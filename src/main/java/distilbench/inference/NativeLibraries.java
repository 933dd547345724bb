package distilbench.inference;

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

/**
 * One copy of the native libraries for all processes. ONNX Runtime's Java binding otherwise unpacks
 * its own copy in every JVM, and different files share no code pages.
 */
public final class NativeLibraries {
  private static final String NATIVE_PATH = "onnxruntime.native.path";
  private static final List<String> LIBRARIES = List.of("onnxruntime", "onnxruntime4j_jni");

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
        Path aside = Files.createDirectory(DurableFiles.aside(folder));
        for (String library : LIBRARIES) {
          unpack(System.mapLibraryName(library), aside);
        }
        DurableFiles.moveInPlace(aside, folder);
      }
      return folder;
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot unpack ONNX Runtime into " + folder + ": " + e + "; run in a writable folder", e);
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
