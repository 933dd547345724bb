package distilbench.model;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.console.InvalidInputException;
import distilbench.storage.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A folder that holds one model: graph, weights, tokenizer, and the manifest that lists them. */
public final class ModelFolder {
  static final String GRAPH = "model.onnx";
  static final String WEIGHTS = "weights.bin";
  static final String TOKENIZER = "tokenizer.json";
  static final String MANIFEST = "manifest.json";

  /** The files that the manifest must list. */
  static final List<String> FILES = List.of(GRAPH, WEIGHTS, TOKENIZER);

  private final Path directory;
  private final Manifest manifest;

  private ModelFolder(Path directory, Manifest manifest) {
    this.directory = directory;
    this.manifest = manifest;
  }

  /**
   * Opens a model folder by its manifest and checks that its files are there and have the sizes
   * that the manifest says; {@link #verify} checks their content.
   *
   * @throws InvalidInputException if this is not a model folder
   */
  public static ModelFolder open(Path directory) {
    Path file = directory.resolve(MANIFEST);
    if (!Files.isRegularFile(file)) {
      throw new InvalidInputException(
          "no model in "
              + directory
              + ": it has no "
              + MANIFEST
              + "; make a model with 'model generate "
              + directory
              + "'");
    }
    ModelFolder folder = new ModelFolder(directory, read(file));
    folder.checkSizes();
    return folder;
  }

  private static Manifest read(Path file) {
    try {
      Manifest manifest = new ObjectMapper().readValue(file.toFile(), Manifest.class);
      if (manifest == null || manifest.format() != Manifest.FORMAT || !manifest.isComplete()) {
        throw new InvalidInputException(
            file + " is not a manifest of format " + Manifest.FORMAT + "; generate the model anew");
      }
      return manifest;
    } catch (JsonProcessingException e) {
      throw new InvalidInputException(
          file + " is not readable as a manifest; generate the model anew", e);
    } catch (IOException e) {
      throw new InvalidInputException("cannot read " + file + ": " + e.getMessage(), e);
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
                        "%s has %d bytes, its manifest says %d; delete %s to have it made anew",
                        file, found, facts.bytes(), directory));
              }
            });
  }

  private long size(Path file) {
    try {
      return Files.size(file);
    } catch (IOException e) {
      throw new InvalidInputException(
          file + " is missing or unreadable; delete " + directory + " to have it made anew", e);
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
                        "%s is damaged: its SHA-256 is %s, its manifest says %s;"
                            + " delete %s to have it made anew",
                        file, found, facts.sha256(), directory));
              }
            });
  }

  private static String digest(Path file) {
    try {
      return Sha256.of(file);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot read " + file, e);
    }
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

  public Geometry geometry() {
    return manifest.geometry();
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
