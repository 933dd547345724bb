package distilbench.deployment;

import distilbench.corpus.Call;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** The threads that hand a corpus to a deployment, one per caller, started once and kept. */
public final class CallerThreads implements AutoCloseable {
  private final int callers;
  private final ExecutorService threads;

  public CallerThreads(int callers) {
    this.callers = callers;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            callers,
            work -> {
              Thread thread = new Thread(work, "caller-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Hands out every call once, in order, each to the next caller that is free, and returns when the
   * last one is done. After a failure no further call is handed out.
   *
   * @throws RuntimeException the first failure, whichever call it came from
   */
  public void pass(List<Call> calls, Consumer<Call> body) {
    AtomicInteger next = new AtomicInteger();
    List<Future<?>> passes = new ArrayList<>();
    for (int caller = 0; caller < callers; caller++) {
      passes.add(threads.submit(() -> takeCalls(calls, next, body)));
    }
    RuntimeException failure = null;
    for (Future<?> pass : passes) {
      RuntimeException own = outcome(pass);
      failure = failure == null ? own : failure;
    }
    if (failure != null) {
      throw failure;
    }
  }

  private static void takeCalls(List<Call> calls, AtomicInteger next, Consumer<Call> body) {
    try {
      for (int i = next.getAndIncrement(); i < calls.size(); i = next.getAndIncrement()) {
        body.accept(calls.get(i));
      }
    } catch (RuntimeException e) {
      next.set(calls.size());
      throw e;
    }
  }

  /** Waits for the end of one caller's part; its failure, or null. */
  private static RuntimeException outcome(Future<?> pass) {
    try {
      pass.get();
      return null;
    } catch (ExecutionException e) {
      return e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new IllegalStateException("interrupted in the middle of a pass", e);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
