package distilbench.importing;

import distilbench.model.Pooling;
import java.nio.file.Path;
import java.util.Map;

/**
 * How a folder makes one vector of its tokens': {@code modules.json} and the pooling that it names,
 * as sentence-transformers writes them; the mean, not normalized, without them.
 *
 * @param files that it was read from, by their names
 */
record EmbeddingHead(Pooling pooling, boolean normalized, Map<String, Path> files) {

  /**
   * Reads it.
   *
   * @throws distilbench.console.InvalidInputException if the folder prescribes what is not known
   */
  static EmbeddingHead read(Path folder) {
    throw new UnsupportedOperationException();
  }
}
