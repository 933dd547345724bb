package distilbench.importing;

import distilbench.model.TextLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The tokenizer of a model as somebody has it.
 *
 * @param json a {@code tokenizer.json} that neither cuts nor pads by itself
 * @param limits what texts must be like: the shorter of what model and tokenizer take
 * @param largestId of any token that it gives
 * @param files that it was read from, by their names
 */
record FolderTokenizer(byte[] json, TextLimits limits, long largestId, Map<String, Path> files) {

  /**
   * Reads it.
   *
   * @param folders where to look, one after the other
   * @param positions longest sequence that the model takes, special tokens included
   * @throws distilbench.console.InvalidInputException if there is none that can be used
   */
  static FolderTokenizer read(List<Path> folders, int positions) {
    throw new UnsupportedOperationException();
  }
}
