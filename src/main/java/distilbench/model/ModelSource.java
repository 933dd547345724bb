package distilbench.model;

import distilbench.console.InvalidInputException;
import distilbench.storage.NewFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;

/**
 * Which model a run uses: the built-in synthetic one, which {@link distilbench.prepare} makes under
 * {@code models/} when it is first needed, a model folder, or a model as the user has it.
 *
 * @param directory where the model is or will be; a file where a single ONNX file is the model
 * @param builtIn whether it is the built-in one
 */
public record ModelSource(Path directory, boolean builtIn) {
  /** What users write for the built-in model. */
  public static final String BUILT_IN = "builtin";

  private static final String ONNX = ".onnx";
  private static final String ADVICE =
      "give a Hugging Face folder, an ONNX folder, an .onnx file, or a folder that 'model generate'"
          + " has made";

  private static final Path BUILT_IN_FOLDER = Path.of("models", "distilbert-base-synthetic");

  /**
   * Identity of the built-in model: everybody who compares results must have run the same weights.
   * Changes only when the generator, the graph or the seed change.
   */
  static final String BUILT_IN_SHA =
      "b856c1aa8414379f3dae6cff3d8e45559a77c613bab8cb0f3adadc26c3b03371";

  /** Understands the value of the parameter {@code model}: {@link #BUILT_IN} or a path. */
  public static ModelSource of(String parameter) {
    return parameter.equals(BUILT_IN)
        ? new ModelSource(BUILT_IN_FOLDER, true)
        : new ModelSource(Path.of(parameter), false);
  }

  /**
   * Refuses what cannot be a model, as far as that can be seen without opening it.
   *
   * @throws InvalidInputException if there is nothing, an empty folder, or a file of another kind
   */
  public void requirePossible() {
    if (!builtIn) {
      whyImpossible()
          .ifPresent(
              why -> {
                throw new InvalidInputException(why + "; " + ADVICE);
              });
    }
  }

  private Optional<String> whyImpossible() {
    if (Files.isDirectory(directory)) {
      return isEmpty() ? Optional.of("the folder " + directory + " is empty") : Optional.empty();
    } else if (Files.notExists(directory)) {
      return Optional.of("there is no model " + directory);
    }
    String name = directory.getFileName().toString().toLowerCase(Locale.ROOT);
    return Files.isRegularFile(directory) && name.endsWith(ONNX)
        ? Optional.empty()
        : Optional.of(directory + " is no folder and no " + ONNX + " file");
  }

  private boolean isEmpty() {
    try {
      return NewFolder.isAbsentOrEmpty(directory);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot read the folder " + directory + "; make it readable, or give another model", e);
    }
  }

  /** Whether it is a model folder, or will be one: whatever else is must be imported. */
  public boolean isModelFolder() {
    return builtIn || isThere();
  }

  /** Whether nothing must be made of it first. */
  public boolean isThere() {
    return Files.exists(directory.resolve(ModelFolder.MANIFEST));
  }

  /**
   * Opens the model, which must be there.
   *
   * @throws InvalidInputException if there is no model, or not the one that there should be
   */
  public ModelFolder open() {
    ModelFolder folder = ModelFolder.open(directory);
    if (builtIn && !folder.modelSha().equals(BUILT_IN_SHA)) {
      throw new InvalidInputException(
          String.format(
              "%s is not this version's built-in model (SHA-256 %s instead of %s); delete it",
              directory, folder.modelSha(), BUILT_IN_SHA));
    }
    return folder;
  }
}
