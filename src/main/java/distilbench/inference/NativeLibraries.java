package distilbench.inference;

import ai.djl.huggingface.tokenizers.jni.LibUtils;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.jvm.VerifiedLibraries;
import distilbench.jvm.Versions;
import distilbench.storage.BuildLock;
import distilbench.storage.DurableFiles;
import distilbench.storage.SharedCache;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One copy of the native libraries for all processes. ONNX Runtime's Java binding otherwise unpacks
 * its own copy in every JVM, and different files share no code pages. The tokenizer's binding would
 * load whatever has the right name in its cache.
 */
public final class NativeLibraries {
  private static final String ONNX_RUNTIME_PATH = "onnxruntime.native.path";
  private static final String TOKENIZER_PATH = "RUST_LIBRARY_PATH";
  private static final String ONNX_RUNTIME = "onnxruntime";
  private static final String TOKENIZER = "tokenizers";
  private static final int PIECE_BYTES = 1 << 16;

  /** What glibc's loader says of a file that may not be executed where it lies. */
  private static final Pattern NOT_EXECUTABLE =
      Pattern.compile("failed to map segment|Operation not permitted|Permission denied");

  private NativeLibraries() {}

  /**
   * Points this JVM's ONNX Runtime and tokenizer at the common copies. Unless somebody has told
   * this JVM that they are verified, they are unpacked if no process has done so yet, and compared
   * with those in the jar; copies that differ are made anew. To be called before either is loaded;
   * what the user set by {@code -D} stays.
   *
   * @throws InvalidInputException if the copies cannot be written
   */
  public static void shareCopies() {
    setUnlessGiven("ai.djl.offline", "true");
    setUnlessGiven("RUST_FLAVOR", "cpu");
    if (VerifiedLibraries.folder().isEmpty()) {
      verifyCopies();
    }
    Path folder = VerifiedLibraries.folder().orElseThrow();
    if (Files.exists(folder.resolve(System.mapLibraryName(ONNX_RUNTIME)))) {
      setUnlessGiven(ONNX_RUNTIME_PATH, folder.toString());
    }
    Path tokenizer = folder.resolve(System.mapLibraryName(TOKENIZER));
    if (Files.exists(tokenizer)) {
      // The file: with a folder DJL 0.38.0 fails where there is no CUDA.
      setUnlessGiven(TOKENIZER_PATH, tokenizer.toString());
    }
    // Where the jar has no tokenizer for this platform, its binding may have one of the user's.
    setUnlessGiven("DJL_CACHE_DIR", folder.resolveSibling("djl").toString());
  }

  /**
   * Loads the tokenizer's library: the common copy or, where there is none or the user names
   * another, what its binding finds. The copy is not left to the binding, which looks for a GPU
   * first.
   *
   * @throws RuntimeException if it cannot be loaded, as {@link #failureBehind} tells; or {@link
   *     LinkageError}
   * @throws InvalidInputException if the copies cannot be written
   */
  static void loadTokenizer() {
    shareCopies();
    Path copy = VerifiedLibraries.folder().orElseThrow().resolve(System.mapLibraryName(TOKENIZER));
    boolean named = System.getenv(TOKENIZER_PATH) != null;
    if (!named && copy.toString().equals(System.getProperty(TOKENIZER_PATH))) {
      System.load(copy.toAbsolutePath().toString());
    } else {
      LibUtils.checkStatus();
    }
  }

  /**
   * Makes the copies unless they are there and as in the jar, and tells this JVM's children so.
   *
   * @throws InvalidInputException if they cannot be written
   */
  public static void verifyCopies() {
    VerifiedLibraries.tell(verified(SharedCache.folder(), System.err));
  }

  /** Tells this JVM's children that the preparation, another child, has verified the copies. */
  public static void tellChildren() {
    VerifiedLibraries.tell(folder(SharedCache.folder()));
  }

  /**
   * Why a library cannot be loaded, in one line; nothing if that is not what failed. DJL reports it
   * as the cause of exceptions of its own.
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
    if (!loading) {
      return Optional.empty();
    }
    String said = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
    String advice =
        NOT_EXECUTABLE.matcher(said).find()
            ? "run in a folder whose file system is not mounted noexec"
            : "see that this machine can run it";
    return Optional.of(
        new InvalidInputException(
            String.format("cannot load %s (%s); %s", library, said, advice), failure));
  }

  private static void setUnlessGiven(String property, String value) {
    if (System.getProperty(property) == null) {
      System.setProperty(property, value);
    }
  }

  private static Path folder(Path cache) {
    Versions versions = Versions.ofThisJar();
    return cache.resolve(
        String.format(
            "libraries-%s-%s-%s-%s",
            versions.onnxRuntime(),
            versions.tokenizers(),
            family(),
            System.getProperty("os.arch")));
  }

  /**
   * Makes the copies in a cache unless they are there and as in the jar.
   *
   * @param log gets a line if they are there and differ
   * @return their folder
   */
  static Path verified(Path cache, PrintStream log) {
    Path folder = folder(cache);
    List<String> libraries = Stream.of(onnxRuntime(), tokenizer()).flatMap(List::stream).toList();
    try {
      if (isIntact(folder, libraries)) {
        return folder;
      }
      try (BuildLock lock = BuildLock.acquire(folder, log)) {
        if (!isIntact(folder, libraries)) {
          if (Files.exists(folder, LinkOption.NOFOLLOW_LINKS)) {
            log.println(folder + " is damaged; unpacking the native libraries anew");
          }
          DurableFiles.deleteFolder(folder);
          DurableFiles.writeFolder(
              folder,
              aside -> {
                for (String library : libraries) {
                  unpack(library, aside.resolve(fileName(library)));
                }
              });
        }
        return folder;
      }
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format(
              "cannot unpack the native libraries into %s (%s); run in a writable folder with room",
              folder, FileProblem.of(e)),
          e);
    }
  }

  /** Whether the folder holds these libraries and nothing else. */
  private static boolean isIntact(Path folder, List<String> libraries) throws IOException {
    if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
      return false;
    }
    try (Stream<Path> files = Files.list(folder)) {
      if (files.count() != libraries.size()) {
        return false;
      }
    }
    for (String library : libraries) {
      Path file = folder.resolve(fileName(library));
      if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || differs(file, library)) {
        return false;
      }
    }
    return true;
  }

  /** Piece by piece: a measured process has hardly more heap than the library has bytes. */
  private static boolean differs(Path file, String library) throws IOException {
    byte[] ours = new byte[PIECE_BYTES];
    byte[] theirs = new byte[PIECE_BYTES];
    try (InputStream expected = NativeLibraries.class.getResourceAsStream(library);
        InputStream found = Files.newInputStream(file)) {
      int length;
      do {
        length = expected.readNBytes(ours, 0, PIECE_BYTES);
        int read = found.readNBytes(theirs, 0, PIECE_BYTES);
        if (!Arrays.equals(ours, 0, length, theirs, 0, read)) {
          return true;
        }
      } while (length > 0);
      return false;
    }
  }

  private static void unpack(String library, Path file) throws IOException {
    try (InputStream in = NativeLibraries.class.getResourceAsStream(library)) {
      Files.copy(in, file);
    }
    try (FileChannel written = FileChannel.open(file, StandardOpenOption.WRITE)) {
      written.force(true);
    }
  }

  private static String fileName(String library) {
    return library.substring(library.lastIndexOf('/') + 1);
  }

  /** None on a platform for which ONNX Runtime ships nothing: it then says so itself. */
  private static List<String> onnxRuntime() {
    String arch = isX64() ? "x64" : "aarch64";
    String folder = String.format("/ai/onnxruntime/native/%s-%s/", family(), arch);
    return shipped(folder, List.of(ONNX_RUNTIME, "onnxruntime4j_jni"));
  }

  /** None where DJL ships nothing. Windows' library needs others beside it. */
  private static List<String> tokenizer() {
    String arch = isX64() ? "x86_64" : "aarch64";
    return shipped(
        String.format("/native/lib/%s-%s/cpu/", family(), arch),
        family().equals("win")
            ? List.of("libwinpthread-1", "libgcc_s_seh-1", "libstdc++-6", TOKENIZER)
            : List.of(TOKENIZER));
  }

  /** Names in the jar; none unless it has all. */
  private static List<String> shipped(String folder, List<String> libraries) {
    List<String> names =
        libraries.stream().map(library -> folder + System.mapLibraryName(library)).toList();
    return names.stream().allMatch(name -> NativeLibraries.class.getResource(name) != null)
        ? names
        : List.of();
  }

  private static boolean isX64() {
    return System.getProperty("os.arch").matches("amd64|x86_64");
  }

  /** The operating system as both jars name it. */
  private static String family() {
    String os = System.getProperty("os.name").toLowerCase(Locale.ROOT);
    return os.contains("mac") ? "osx" : os.contains("win") ? "win" : "linux";
  }
}
