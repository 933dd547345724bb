package distilbench.deployment;

import distilbench.inference.Classifier;
import distilbench.inference.InferenceException;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * Lets a fixed number of calls run at once; the others wait their turn, first come first served.
 */
final class LimitedClassifier implements Classifier {
  private final Classifier classifier;
  private final Semaphore turns;

  LimitedClassifier(Classifier classifier, int callers) {
    this.classifier = classifier;
    this.turns = new Semaphore(callers, true);
  }

  @Override
  public float[][] classify(List<String> texts) {
    try {
      turns.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InferenceException("interrupted while waiting for one's turn", e);
    }
    try {
      return classifier.classify(texts);
    } finally {
      turns.release();
    }
  }

  @Override
  public void close() {
    classifier.close();
  }
}
