package distilbench.worker;

import distilbench.inference.InferenceException;
import distilbench.jvm.WorkerFlags;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * The worker processes of one deployment, started together. When one of them fails the others are
 * ended, and every call fails for the first one's reason.
 */
public final class WorkerPool implements AutoCloseable {
  private final List<WorkerProcess> workers = new ArrayList<>();

  private WorkerPool() {}

  /**
   * Starts workers numbered from 1 and returns at once.
   *
   * @param flags of their JVMs
   */
  public static WorkerPool start(int count, WorkerOptions options, WorkerFlags flags) {
    WorkerPool pool = new WorkerPool();
    try {
      for (int number = 1; number <= count; number++) {
        pool.workers.add(WorkerProcess.start(number, options, flags));
      }
    } catch (InferenceException e) {
      pool.endAll(e);
      throw e;
    }
    pool.workers.forEach(worker -> worker.failure().thenAccept(pool::endAll));
    return pool;
  }

  /**
   * Waits until every worker has opened its classifier.
   *
   * @throws InferenceException if one ends before, or some are not ready in time: which ones, and
   *     what they said last
   */
  public void awaitReady(long seconds) {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(
            workers.stream().map(WorkerProcess::ready).toArray(CompletableFuture[]::new));
    workers.forEach(worker -> worker.failure().thenAccept(all::completeExceptionally));
    try {
      all.get(seconds, TimeUnit.SECONDS);
    } catch (TimeoutException e) {
      InferenceException late = new InferenceException(describeLate(seconds), e);
      endAll(late);
      throw late;
    } catch (ExecutionException e) {
      throw new InferenceException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InferenceException("interrupted while workers were starting", e);
    }
  }

  private String describeLate(long seconds) {
    return workers.stream()
        .filter(worker -> !worker.ready().isDone())
        .map(WorkerProcess::describe)
        .collect(Collectors.joining("; ", "not ready after " + seconds + " s: ", ""));
  }

  private void endAll(InferenceException reason) {
    workers.forEach(worker -> worker.end(reason));
  }

  /** The workers, in the order of their numbers. */
  public List<WorkerProcess> workers() {
    return List.copyOf(workers);
  }

  /** Their processes' ids, in the same order. */
  public List<Long> pids() {
    return workers.stream().map(WorkerProcess::pid).toList();
  }

  /** Lets every worker finish what is under way; returns when all have ended. */
  @Override
  public void close() {
    workers.forEach(WorkerProcess::finish);
    workers.forEach(WorkerProcess::close);
  }
}
