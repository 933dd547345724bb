package distilbench.importing;

import java.io.IOException;
import java.nio.file.Path;

/** Imports a folder in a process of its own: source, target. */
final class ImportProgram {
  private ImportProgram() {}

  public static void main(String[] arguments) throws IOException {
    Imported.of(Path.of(arguments[0]), Path.of(arguments[1]));
  }
}
