package distilbench.importing;

import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.console.Progress;
import distilbench.console.TerminalText;
import distilbench.jvm.Versions;
import distilbench.model.Manifest;
import distilbench.model.ModelDescription;
import distilbench.model.ModelFolder;
import distilbench.model.Weights;
import distilbench.storage.BuildLock;
import distilbench.storage.DurableFiles;
import distilbench.storage.FileFacts;
import distilbench.storage.Sha256;
import distilbench.storage.SharedCache;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Imports a model once per content. */
public final class ModelImport {
  /** Changes when a source of the same files would be imported otherwise. */
  private static final int VERSION = 1;

  private static final String FOLDER = "imported";
  private static final int MOST_LETTERS = 60;
  private static final int SHA_DIGITS = 12;
  private static final int PIECE_BYTES = 1 << 20;

  private final ImportSource source;
  private final Path given;
  private final String name;
  private final PrintStream log;

  private ModelImport(ImportSource source, Path given, PrintStream log) {
    this.source = source;
    this.given = given;
    this.name = safe(source.name());
    this.log = log;
  }

  /**
   * Opens what was made of a model, which is made first where nobody has done so, or where it is
   * damaged. Its files are verified.
   *
   * @param given a folder or an ONNX file of the user's
   * @throws InvalidInputException if it is no model that can be used
   */
  public static ModelFolder prepare(Path given, PrintStream log) {
    return of(given, log).prepare(SharedCache.ofMadeModels(FOLDER));
  }

  /**
   * The same.
   *
   * @param place the folder of all imported models
   */
  static ModelFolder prepare(Path given, Path place, PrintStream log) {
    return of(given, log).prepare(place);
  }

  private static ModelImport of(Path given, PrintStream log) {
    return new ModelImport(source(given, log), given, log);
  }

  private ModelFolder prepare(Path place) {
    try {
      Map<String, String> before = state();
      Path folder = place.resolve(name + "-" + digest());
      // Where it is, nothing may be writable, not even a lock.
      return ModelFolder.intact(folder).orElseGet(() -> make(folder, before));
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format("cannot read %s (%s); mend that and run again", given, FileProblem.of(e)),
          e);
    }
  }

  /** Our own graph is better known than a given one: where a folder has both, it is wired. */
  private static ImportSource source(Path given, PrintStream log) {
    return Files.isDirectory(given) && (SafetensorsSource.isOne(given) || !OnnxPlace.isIn(given))
        ? SafetensorsSource.open(given)
        : OnnxSource.open(given, log);
  }

  private ModelFolder make(Path folder, Map<String, String> before) {
    try (BuildLock lock = BuildLock.acquire(folder, log)) {
      Optional<ModelFolder> madeMeanwhile = ModelFolder.intact(folder);
      if (madeMeanwhile.isPresent()) {
        return madeMeanwhile.get();
      }
      if (Files.exists(folder)) {
        log.printf(
            "%s is damaged; importing %s anew%n", folder, TerminalText.oneLine(given.toString()));
        DurableFiles.deleteFolder(folder);
      }
      long started = System.nanoTime();
      DurableFiles.writeFolder(folder, aside -> write(aside, before));
      log.printf("imported %s in %.1f s%n", folder, (System.nanoTime() - started) / 1e9);
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format(
              "cannot import %s into %s (%s); make room, or mend that, and run again",
              given, folder, FileProblem.of(e)),
          e);
    }
    return ModelFolder.open(folder);
  }

  /** Sizes and times of the source's files, which must not change while they are read. */
  private Map<String, String> state() throws IOException {
    Map<String, String> state = new LinkedHashMap<>();
    for (Map.Entry<String, Path> file : source.files().entrySet()) {
      state.put(
          file.getKey(),
          Files.size(file.getValue()) + " " + Files.getLastModifiedTime(file.getValue()));
    }
    return state;
  }

  /** Of all that decides what is made. */
  private String digest() throws IOException {
    StringBuilder all =
        new StringBuilder().append(VERSION).append('\n').append(Versions.ofThisJar().onnxRuntime());
    for (Map.Entry<String, String> file : digests().entrySet()) {
      all.append('\n').append(file.getValue()).append(' ').append(file.getKey());
    }
    return Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8)).substring(0, SHA_DIGITS);
  }

  private Map<String, String> digests() throws IOException {
    long bytes = 0;
    for (Path file : source.files().values()) {
      bytes += Files.size(file);
    }
    Progress progress = new Progress(log, "reading " + name, bytes / PIECE_BYTES + 1, "MiB");
    Map<String, String> digests = new TreeMap<>();
    for (Map.Entry<String, Path> file : source.files().entrySet()) {
      digests.put(file.getKey(), digest(file.getValue(), progress));
    }
    return digests;
  }

  private static String digest(Path file, Progress progress) throws IOException {
    Sha256 sha = new Sha256();
    ByteBuffer piece = ByteBuffer.allocate(PIECE_BYTES);
    try (FileChannel channel = FileChannel.open(file)) {
      while (channel.read(piece.clear()) >= 0) {
        sha.update(piece.flip());
        progress.advance(1);
      }
    }
    return sha.hex();
  }

  /** Letters, digits and a few signs: a name for a folder everywhere, and for people. */
  private static String safe(String name) {
    String safe = name.replaceAll("[^A-Za-z0-9._-]+", "_").replaceFirst("^[.-]+", "");
    String cut = safe.substring(0, Math.min(safe.length(), MOST_LETTERS));
    return cut.isEmpty() ? "model" : cut;
  }

  private void write(Path folder, Map<String, String> before) throws IOException {
    ModelDescription description = source.write(folder, log);
    Map<String, FileFacts> files = new LinkedHashMap<>();
    for (String name : ModelFolder.FILES) {
      files.put(name, FileFacts.of(folder.resolve(name)));
    }
    writeManifest(folder, description, files);
    Map<Weights, String> unsuited =
        ImportCheck.unsuited(ModelFolder.open(folder), source.original(), log);
    writeManifest(folder, description.withUnsuited(unsuited), files);
    if (!state().equals(before)) {
      throw new InvalidInputException(
          given + " changed while it was imported; run again when it is whole");
    }
  }

  private void writeManifest(
      Path folder, ModelDescription description, Map<String, FileFacts> files) throws IOException {
    Manifest manifest = Manifest.ofImported(source.origin(), description, files);
    DurableFiles.write(
        folder.resolve(ModelFolder.MANIFEST),
        new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest));
  }
}
