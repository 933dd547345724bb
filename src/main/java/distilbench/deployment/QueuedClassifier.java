package distilbench.deployment;

import distilbench.inference.Classifier;
import distilbench.inference.InferenceException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Lets one thread serve all calls, one behind the other, whoever they come from. */
final class QueuedClassifier implements Classifier {
  private final Classifier classifier;
  private final ExecutorService server =
      Executors.newSingleThreadExecutor(
          work -> {
            Thread thread = new Thread(work, "dispatcher");
            thread.setDaemon(true);
            return thread;
          });

  QueuedClassifier(Classifier classifier) {
    this.classifier = classifier;
  }

  @Override
  public float[][] classify(List<String> texts) {
    try {
      return server.submit(() -> classifier.classify(texts)).get();
    } catch (ExecutionException e) {
      throw new InferenceException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InferenceException("interrupted while waiting in the queue", e);
    }
  }

  @Override
  public void close() {
    server.shutdown();
    classifier.close();
  }
}
