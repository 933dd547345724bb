package distilbench.importing;

import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.model.Task;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What PyTorch answers with the model of a folder, as {@code
 * src/test/python/reference/make_models.py} wrote it there.
 *
 * @param madeWith versions of Python's packages, by name
 * @param given what is to be imported, within the folder
 * @param task what the model gives for a text
 * @param labels names of the classes, in the order of the logits
 * @param quantized whether products are computed from integers
 * @param sameInBatches whether a text's answer is the same, within float32's rounding, whatever is
 *     beside it in a batch
 * @param texts what was answered
 */
record PythonAnswers(
    Map<String, String> madeWith,
    String given,
    Task task,
    List<String> labels,
    boolean quantized,
    boolean sameInBatches,
    List<Answered> texts) {
  private static final String FILE = "answers.json";

  /**
   * One text.
   *
   * @param ids of its tokens, special ones included, cut to the longest that the model takes
   * @param answer logits or embedding, in float32
   */
  record Answered(String text, long[] ids, float[] answer) {}

  /** The folders below another one that hold a model and its answers, by name. */
  static List<Path> folders(Path home) {
    try (Stream<Path> all = Files.list(home)) {
      return all.filter(folder -> Files.exists(folder.resolve(FILE))).sorted().toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static PythonAnswers of(Path folder) throws IOException {
    return new ObjectMapper().readValue(folder.resolve(FILE).toFile(), PythonAnswers.class);
  }
}
