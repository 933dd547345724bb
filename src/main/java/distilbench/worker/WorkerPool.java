package distilbench.worker;

import distilbench.inference.InferenceException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;

/**
 * The worker processes of one deployment, started together. When one of them fails the others are
 * ended, and every call fails for the first one's reason. None of them outlives this JVM, unless
 * that is killed.
 */
public final class WorkerPool implements AutoCloseable {
  private final List<WorkerProcess> workers = new CopyOnWriteArrayList<>();
  private final Duration limit;

  /** A worker that is stopped does not notice that this JVM has ended. */
  private final Thread atExit = new Thread(this::killAll, "worker-pool-end");

  private WorkerPool(Duration limit) {
    this.limit = limit;
  }

  /**
   * Starts workers numbered from 1 and returns at once.
   *
   * @param program what runs in them
   * @param limit how long a call may be without an answer, and how long until all are ready
   */
  public static WorkerPool start(
      int count, WorkerOptions options, WorkerProgram program, Duration limit) {
    WorkerPool pool = new WorkerPool(limit);
    Runtime.getRuntime().addShutdownHook(pool.atExit);
    try {
      for (int number = 1; number <= count; number++) {
        pool.workers.add(WorkerProcess.start(number, options, program, limit));
      }
    } catch (InferenceException e) {
      pool.endAll(e);
      pool.forgetExit();
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
  public void awaitReady() {
    CompletableFuture<Void> all =
        CompletableFuture.allOf(
            workers.stream().map(WorkerProcess::ready).toArray(CompletableFuture[]::new));
    workers.forEach(worker -> worker.failure().thenAccept(all::completeExceptionally));
    long started = System.nanoTime();
    try {
      all.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw ended(new InferenceException(describeLate(started), e));
    } catch (ExecutionException e) {
      throw new InferenceException(e.getCause().getMessage(), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ended(new InferenceException("interrupted: " + describeLate(started), e));
    }
  }

  private InferenceException ended(InferenceException reason) {
    endAll(reason);
    return reason;
  }

  private String describeLate(long started) {
    double seconds = (System.nanoTime() - started) / (double) TimeUnit.SECONDS.toNanos(1);
    return workers.stream()
        .filter(worker -> !worker.ready().isDone())
        .map(WorkerProcess::describe)
        .collect(
            Collectors.joining(
                "; ", String.format(Locale.ROOT, "not ready after %.1f s: ", seconds), ""));
  }

  private void endAll(InferenceException reason) {
    workers.forEach(worker -> worker.end(reason));
  }

  private void killAll() {
    workers.forEach(WorkerProcess::kill);
  }

  private void forgetExit() {
    try {
      Runtime.getRuntime().removeShutdownHook(atExit);
    } catch (IllegalStateException e) {
      // This JVM is ending: it runs.
    }
  }

  /** The workers, in the order of their numbers. */
  public List<WorkerProcess> workers() {
    return List.copyOf(workers);
  }

  /** Their processes' ids, in the same order. */
  public List<Long> pids() {
    return workers.stream().map(WorkerProcess::pid).toList();
  }

  /**
   * Lets every worker finish what is under way; returns when all have ended. One that does not end
   * is killed.
   */
  @Override
  public void close() {
    workers.forEach(WorkerProcess::finish);
    long latest = WorkerProcess.latestEnd();
    workers.forEach(worker -> worker.awaitEnd(latest));
    forgetExit();
  }
}
