package distilbench.importing;

import distilbench.model.ModelDescription;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** A model as somebody has it. Opening one has checked all that can be checked without loading. */
interface ImportSource {

  /** What the imported folder's name begins with. */
  String name();

  /** In words, for the manifest: what kind of model, made from which files. */
  String origin();

  /** The files that decide what the imported folder holds, by their names within the source. */
  Map<String, Path> files();

  /**
   * Writes graph, weights and tokenizer, under the names of {@link
   * distilbench.model.ModelFolder#FILES}, flushed.
   *
   * @param folder an empty one
   * @param log for progress
   * @return what was written
   * @throws distilbench.console.InvalidInputException naming what cannot be used
   */
  ModelDescription write(Path folder, PrintStream log) throws IOException;

  /** The ONNX file that the written model must answer like; none where there is no such file. */
  Optional<Path> original();
}
