package distilbench.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.storage.JsonRecords;
import distilbench.storage.Sha256;
import distilbench.storage.SharedCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** A folder that holds one model: graph, weights, tokenizer, and the manifest that lists them. */
public final class ModelFolder {
  public static final String GRAPH = "model.onnx";
  public static final String WEIGHTS = "weights.bin";
  public static final String TOKENIZER = "tokenizer.json";
  public static final String MANIFEST = "manifest.json";

  /** The files that the manifest must list. */
  public static final List<String> FILES = List.of(GRAPH, WEIGHTS, TOKENIZER);

  private final Path directory;
  private final Manifest manifest;

  private ModelFolder(Path directory, Manifest manifest) {
    this.directory = directory;
    this.manifest = manifest;
  }

  /**
   * Opens a model folder by its manifest and checks that its files are there, in this folder, and
   * have the sizes that the manifest says; {@link #verify} checks their content, {@link
   * #verifyManifest} the rest of the manifest.
   *
   * @throws InvalidInputException if this is not a model folder
   */
  public static ModelFolder open(Path directory) {
    Path file = directory.resolve(MANIFEST);
    if (Files.notExists(file)) {
      String advice =
          Files.exists(directory)
              ? "name a folder that 'model generate' has made"
              : "make one with 'model generate " + directory + "'";
      throw new InvalidInputException(
          "no model in " + directory + ": it has no " + MANIFEST + "; " + advice);
    }
    ModelFolder folder = new ModelFolder(directory, read(directory, file));
    folder.checkPlaces();
    folder.checkSizes();
    return folder;
  }

  /** What was made there, verified; nothing if it is not there or any of it is damaged. */
  public static Optional<ModelFolder> intact(Path directory) {
    if (Files.notExists(directory.resolve(MANIFEST))) {
      return Optional.empty();
    }
    try {
      ModelFolder model = open(directory);
      model.verify();
      return Optional.of(model);
    } catch (InvalidInputException e) {
      return Optional.empty();
    }
  }

  private static Manifest read(Path directory, Path file) {
    try {
      Manifest manifest = JsonRecords.read(file, Manifest.class);
      if (manifest == null || !manifest.isComplete()) {
        throw new InvalidInputException(
            file + " is not a manifest of this version; " + makeAnew(directory));
      }
      return manifest;
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          file + " is not readable as a manifest; " + makeAnew(directory), e);
    } catch (IOException e) {
      throw unreadable(directory, file, e);
    }
  }

  /**
   * What lies elsewhere may be a file that nobody meant to be read, or change with another model.
   */
  private void checkPlaces() {
    for (String name : manifest.files().keySet()) {
      if (!isWithin(name)) {
        throw new InvalidInputException(
            String.format(
                "%s names %s, which lies outside of the folder; put a copy there, or %s",
                directory.resolve(MANIFEST), name, makeAnew(directory)));
      }
    }
  }

  private boolean isWithin(String name) {
    try {
      return real(directory.resolve(name)).startsWith(real(directory));
    } catch (InvalidPathException e) {
      return false;
    }
  }

  private Path real(Path file) {
    try {
      return file.toRealPath();
    } catch (IOException e) {
      throw unreadable(directory, file, e);
    }
  }

  private void checkSizes() {
    manifest
        .files()
        .forEach(
            (name, facts) -> {
              Path file = directory.resolve(name);
              long found = size(file);
              if (found != facts.bytes()) {
                throw new InvalidInputException(
                    String.format(
                        "%s has %d bytes, its manifest says %d; %s",
                        file, found, facts.bytes(), makeAnew(directory)));
              }
            });
  }

  private long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw unreadable(directory, file, e);
    }
  }

  /**
   * Reads every file and compares its SHA-256 with the manifest's.
   *
   * @throws InvalidInputException naming the first file that differs
   */
  public void verify() {
    manifest
        .files()
        .forEach(
            (name, facts) -> {
              Path file = directory.resolve(name);
              String found = digest(file);
              if (!found.equals(facts.sha256())) {
                throw new InvalidInputException(
                    String.format(
                        "%s is damaged: its SHA-256 is %s, its manifest says %s; %s",
                        file, found, facts.sha256(), makeAnew(directory)));
              }
            });
  }

  /**
   * Compares what the manifest states with the graph: sizes with those of its weights, how it is
   * fed and read with its inputs and outputs, the files that it reads with those that are listed.
   * Loads the whole graph.
   *
   * @throws InvalidInputException naming the first that differs
   */
  public void verifyManifest() {
    try {
      GraphFile graph = GraphFile.read(graph());
      Optional<String> problem = graph.problemWith(description(), manifest.files().keySet());
      if (problem.isEmpty()) {
        problem = geometry().flatMap(graph::problemWith);
      }
      if (problem.isPresent()) {
        throw new InvalidInputException(
            String.format(
                "%s does not fit %s: %s; %s",
                directory.resolve(MANIFEST), graph(), problem.get(), makeAnew(directory)));
      }
    } catch (IOException e) {
      throw unreadable(directory, graph(), e);
    }
  }

  private String digest(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw unreadable(directory, file, e);
    }
  }

  private static InvalidInputException unreadable(Path directory, Path file, IOException cause) {
    return new InvalidInputException(
        String.format(
            "cannot read %s (%s); mend that, or %s",
            file, FileProblem.of(cause), makeAnew(directory)),
        cause);
  }

  /** The built-in model was made without any. */
  private static String makeAnew(Path directory) {
    return String.format(
        "delete %1$s, then 'model generate %1$s' with the options that it was made with",
        directory);
  }

  /** The folder itself. */
  public Path directory() {
    return directory;
  }

  /** The ONNX graph, whose weights lie in the same folder. */
  public Path graph() {
    return directory.resolve(GRAPH);
  }

  /** The file with the weights of the graph. */
  public Path weights() {
    return directory.resolve(WEIGHTS);
  }

  /** The tokenizer's {@code tokenizer.json}. */
  public Path tokenizer() {
    return directory.resolve(TOKENIZER);
  }

  /**
   * Where to keep what is made from this model: in its folder or, if only others may write there,
   * in the cache of this user.
   */
  public Path derivedFiles() {
    return SharedCache.besideOrInCache(
        directory, String.format("%.12s-%.12s", modelSha(), tokenizerSha()));
  }

  /** What one must know of the model to run it. */
  public ModelDescription description() {
    return geometry().map(ModelDescription::ofDistilBert).orElseGet(manifest::description);
  }

  /** Of a synthetic model: its sizes. */
  public Optional<Geometry> geometry() {
    return Optional.ofNullable(manifest.geometry());
  }

  /** Where the weights come from, in words. */
  public String origin() {
    return manifest.origin();
  }

  /** Size of graph and weights. */
  public long bytes() {
    return manifest.files().get(GRAPH).bytes() + manifest.files().get(WEIGHTS).bytes();
  }

  /** What the graph is made of. Loads the whole graph. */
  public GraphSummary summary() {
    try {
      return GraphSummary.read(graph());
    } catch (IOException e) {
      throw unreadable(directory, graph(), e);
    }
  }

  /** Numbers that the model gives for a text: logits, or dimensions of an embedding. */
  public int width() {
    return description().signature().width();
  }

  /** SHA-256 that identifies graph and weights, 64 hexadecimal digits. */
  public String modelSha() {
    return manifest.modelSha();
  }

  /** SHA-256 of the tokenizer file, 64 hexadecimal digits. */
  public String tokenizerSha() {
    return manifest.tokenizerSha();
  }
}
