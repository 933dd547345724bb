package distilbench.inference;

import ai.onnxruntime.OrtException;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.jvm.Versions;
import distilbench.machine.CpuIdentity;
import distilbench.model.ModelFolder;
import distilbench.storage.BuildLock;
import distilbench.storage.DurableFiles;
import distilbench.storage.FileFacts;
import distilbench.storage.Sha256;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A model's matrices packed into the layout that ONNX Runtime's matrix products want, in a file
 * that every process maps. The layout depends on the CPU and on ONNX Runtime's version, so the file
 * lies in a folder named after both, among {@link ModelFolder#derivedFiles}, and says for what it
 * was made.
 */
public final class PrepackedWeights {
  private static final String GRAPH = "model.onnx";
  private static final String WEIGHTS = "weights.bin";
  private static final String MANIFEST = "manifest.json";

  private final Path directory;
  private final Maker maker;

  /**
   * What decides the layout.
   *
   * @param modelSha the model's identity
   * @param onnxRuntime ONNX Runtime's version
   * @param cpu the CPU's model and features
   */
  record Maker(String modelSha, String onnxRuntime, String cpu) {
    /** Names a folder: 12 hexadecimal digits. */
    String key() {
      String all = String.join("\n", modelSha, onnxRuntime, cpu);
      return Sha256.of(all.getBytes(StandardCharsets.UTF_8)).substring(0, 12);
    }
  }

  /** What the folder says about itself. */
  record Manifest(Maker maker, Map<String, FileFacts> files) {}

  private PrepackedWeights(Path directory, Maker maker) {
    this.directory = directory;
    this.maker = maker;
  }

  /** The packed weights of a model for this CPU and this ONNX Runtime, built or not. */
  public static PrepackedWeights of(ModelFolder model) {
    return of(
        model, new Maker(model.modelSha(), Versions.ofThisJar().onnxRuntime(), CpuIdentity.read()));
  }

  static PrepackedWeights of(ModelFolder model, Maker maker) {
    return new PrepackedWeights(model.derivedFiles().resolve("prepacked-" + maker.key()), maker);
  }

  /** The graph that refers to the packed weights. */
  public Path graph() {
    return directory.resolve(GRAPH);
  }

  /** The file that processes share. */
  public Path weights() {
    return directory.resolve(WEIGHTS);
  }

  /**
   * Builds the file unless a whole and undamaged one is there.
   *
   * @throws InvalidInputException if it cannot be written
   */
  public void build(ModelFolder model, PrintStream log) {
    try (BuildLock lock = BuildLock.acquire(directory, log)) {
      if (isIntact()) {
        return;
      }
      if (Files.exists(directory)) {
        log.println(directory + " is damaged or of another kind; packing the weights anew");
      }
      DurableFiles.deleteFolder(directory);
      long started = System.nanoTime();
      DurableFiles.writeFolder(directory, folder -> pack(model, folder));
      log.printf("packed weights: %s in %.1f s%n", weights(), (System.nanoTime() - started) / 1e9);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot pack weights into " + directory + ": " + FileProblem.of(e), e);
    }
  }

  private void pack(ModelFolder model, Path folder) throws IOException {
    try {
      OnnxSessions.writePacked(model, folder.resolve(GRAPH), WEIGHTS);
    } catch (OrtException e) {
      throw new IOException(e.getMessage(), e);
    }
    PackedFile.align(folder.resolve(GRAPH), folder.resolve(WEIGHTS));
    writeManifest(folder);
  }

  private boolean isIntact() {
    try {
      Path file = directory.resolve(MANIFEST);
      Manifest manifest = new ObjectMapper().readValue(file.toFile(), Manifest.class);
      return new Manifest(maker, filesIn(directory)).equals(manifest);
    } catch (IOException e) {
      return false;
    }
  }

  /** Pages that are not on disk yet would count as written to by whoever maps them. */
  private void writeManifest(Path folder) throws IOException {
    for (String name : List.of(GRAPH, WEIGHTS)) {
      DurableFiles.flush(folder.resolve(name));
    }
    Manifest manifest = new Manifest(maker, filesIn(folder));
    byte[] json = new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(manifest);
    DurableFiles.write(folder.resolve(MANIFEST), json);
  }

  private static Map<String, FileFacts> filesIn(Path folder) throws IOException {
    Map<String, FileFacts> files = new LinkedHashMap<>();
    for (String name : List.of(GRAPH, WEIGHTS)) {
      files.put(name, FileFacts.of(folder.resolve(name)));
    }
    return files;
  }
}
