package distilbench.importing;

import distilbench.console.InvalidInputException;
import distilbench.model.ModelFolder;
import java.io.PrintStream;
import java.nio.file.Path;

/** Imports a model once per content. */
public final class ModelImport {
  private ModelImport() {}

  /**
   * Opens what was made of a model, which is made first where nobody has done so.
   *
   * @param given a folder or an ONNX file of the user's
   * @throws InvalidInputException if it is no model that can be used
   */
  public static ModelFolder prepare(Path given, PrintStream log) {
    throw new InvalidInputException(given + " is no model folder");
  }
}
