package distilbench.inference;

import java.util.List;

/** Classifies texts: the facade behind which every deployment stands. Safe for use by threads. */
public interface Classifier extends AutoCloseable {

  /**
   * Classifies the texts of one call.
   *
   * @param texts at least one
   * @return logits, or embeddings of a model that gives these, float [texts][width] in the texts'
   *     order
   * @throws InferenceException if any text could not be classified; there are no partial answers
   */
  float[][] classify(List<String> texts);

  @Override
  void close();
}
