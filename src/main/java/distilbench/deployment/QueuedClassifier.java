package distilbench.deployment;

import distilbench.inference.Classifier;
import distilbench.inference.InferenceException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Lets one thread serve all calls, one behind the other, whoever they come from. */
final class QueuedClassifier implements Classifier {
  /** A worker has as long for the call under way when it is to end. */
  private static final long LONGEST_CALL_SECONDS = 10;

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
    Future<float[][]> answer = server.submit(() -> classifier.classify(texts));
    try {
      return answer.get();
    } catch (ExecutionException e) {
      throw new InferenceException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      answer.cancel(false);
      Thread.currentThread().interrupt();
      throw new InferenceException("interrupted while waiting in the queue", e);
    }
  }

  /**
   * Waits for the call under way, whose caller may have given up. If that does not end, what it
   * uses stays open until the process ends.
   */
  @Override
  public void close() {
    server.shutdown();
    try {
      if (server.awaitTermination(LONGEST_CALL_SECONDS, TimeUnit.SECONDS)) {
        classifier.close();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
