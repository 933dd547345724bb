package distilbench.deployment;

import distilbench.corpus.Call;
import distilbench.inference.Classifier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** The threads that hand a corpus to processes, so many per process, started once and kept. */
final class CallerThreads implements AutoCloseable {
  private final List<Classifier> processes;
  private final int callers;
  private final ExecutorService threads;

  /**
   * @param callers threads for each process
   */
  CallerThreads(List<Classifier> processes, int callers) {
    this.processes = processes;
    this.callers = callers;
    AtomicInteger number = new AtomicInteger();
    this.threads =
        Executors.newFixedThreadPool(
            processes.size() * callers,
            work -> {
              Thread thread = new Thread(work, "caller-" + number.incrementAndGet());
              thread.setDaemon(true);
              return thread;
            });
  }

  /**
   * Hands out every call once: those of a process's share in order, each to the next of its callers
   * that is free. Returns when all callers have stopped. After a failure no further call is handed
   * out.
   *
   * @param shares the calls of each process
   * @throws RuntimeException the first failure
   */
  void pass(List<List<Call>> shares, BiConsumer<Classifier, Call> body) {
    AtomicReference<RuntimeException> failure = new AtomicReference<>();
    List<Future<?>> parts = new ArrayList<>();
    for (int i = 0; i < processes.size(); i++) {
      Classifier process = processes.get(i);
      List<Call> share = shares.get(i);
      AtomicInteger next = new AtomicInteger();
      for (int caller = 0; caller < callers; caller++) {
        parts.add(
            threads.submit(
                () -> takeCalls(share, next, failure, call -> body.accept(process, call))));
      }
    }
    parts.forEach(part -> awaitEnd(part, failure));
    if (failure.get() != null) {
      throw failure.get();
    }
  }

  private static void takeCalls(
      List<Call> share,
      AtomicInteger next,
      AtomicReference<RuntimeException> failure,
      Consumer<Call> body) {
    try {
      for (int i = next.getAndIncrement();
          i < share.size() && failure.get() == null;
          i = next.getAndIncrement()) {
        body.accept(share.get(i));
      }
    } catch (RuntimeException e) {
      failure.compareAndSet(null, e);
    } catch (Error e) {
      failure.compareAndSet(null, new IllegalStateException(e));
    }
  }

  /**
   * Waits for the end of one caller's part even if interrupted: the calls under way must end before
   * anybody may close what they use. An interruption stops the handing out.
   */
  private static void awaitEnd(Future<?> part, AtomicReference<RuntimeException> failure) {
    boolean interrupted = false;
    while (!part.isDone()) {
      try {
        part.get();
      } catch (ExecutionException e) {
        failure.compareAndSet(null, new IllegalStateException(e.getCause()));
      } catch (InterruptedException e) {
        interrupted = true;
        failure.compareAndSet(null, new IllegalStateException("interrupted in a pass", e));
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
