package distilbench.reference;

import distilbench.console.InvalidInputException;
import distilbench.inference.Classifier;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.SessionSettings;
import distilbench.model.ModelFolder;
import distilbench.model.Weights;
import java.util.List;

/** A model that answers one text after the other, unpadded: what all its answers are held to. */
final class SingleTexts implements AutoCloseable {
  private final ModelFolder model;
  private final Classifier classifier;

  private SingleTexts(ModelFolder model, Classifier classifier) {
    this.model = model;
    this.classifier = classifier;
  }

  /**
   * Loads a model. Idle threads spin, since nothing else is running.
   *
   * @param threads intra-op threads
   */
  static SingleTexts open(ModelFolder model, int threads) {
    return new SingleTexts(
        model, OnnxClassifier.open(model, Weights.PRIVATE, new SessionSettings(threads, true, 1)));
  }

  /**
   * The model's answer.
   *
   * @param number what messages call the text
   * @throws InvalidInputException if it is not finite
   */
  float[] answer(int number, String text) {
    float[] answer = classifier.classify(List.of(text))[0];
    for (float value : answer) {
      if (!Float.isFinite(value)) {
        throw new InvalidInputException(
            String.format(
                "%s answers text %d with %s: its weights are damaged, or too large for float32;"
                    + " give another model",
                model.directory(), number, value));
      }
    }
    return answer;
  }

  @Override
  public void close() {
    classifier.close();
  }
}
