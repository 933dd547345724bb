package distilbench.deployment;

import distilbench.corpus.Call;
import distilbench.inference.Classifier;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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
   * out. An interruption reaches every caller: whoever waits for another process gives up, and what
   * runs in this one is waited for, because nobody may close what a call uses.
   *
   * @param shares the calls of each process
   * @throws RuntimeException the first failure; if interrupted, that of the call that had been
   *     under way longest
   */
  void pass(List<List<Call>> shares, BiConsumer<Classifier, Call> body) {
    take(shares.stream().map(CallerThreads::inOrder).toList(), body);
  }

  private static Source<Call> inOrder(List<Call> share) {
    AtomicInteger next = new AtomicInteger();
    return () -> {
      int place = next.getAndIncrement();
      return place < share.size() ? Optional.of(share.get(place)) : Optional.empty();
    };
  }

  /**
   * Has the callers of all processes take what comes until no more does, each when it is free; the
   * rest is as in {@link #pass}. Whoever waits for something to come ends with an interruption.
   */
  <T> void serve(Source<T> source, BiConsumer<Classifier, T> body) {
    take(Collections.nCopies(processes.size(), source), body);
  }

  private <T> void take(List<Source<T>> sources, BiConsumer<Classifier, T> body) {
    Pass pass = new Pass(processes.size() * callers);
    for (int i = 0; i < processes.size(); i++) {
      Classifier process = processes.get(i);
      Source<T> source = sources.get(i);
      for (int caller = 0; caller < callers; caller++) {
        pass.start(new Caller<>(pass, source, taken -> body.accept(process, taken)), threads);
      }
    }
    pass.await();
  }

  /** From where callers take what they serve. */
  @FunctionalInterface
  interface Source<T> {
    /** Waits for the next; nothing if no more come. */
    Optional<T> next() throws InterruptedException;
  }

  /** What the callers of a pass have in common. */
  private static final class Pass {
    private final List<Caller<?>> callers = new ArrayList<>();
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();
    private final CountDownLatch atWork;

    Pass(int callers) {
      this.atWork = new CountDownLatch(callers);
    }

    void start(Caller<?> caller, ExecutorService threads) {
      callers.add(caller);
      threads.execute(caller);
    }

    boolean failed() {
      return failure.get() != null;
    }

    void fail(RuntimeException reason) {
      failure.compareAndSet(null, reason);
    }

    void await() {
      boolean interrupted = false;
      while (atWork.getCount() > 0) {
        try {
          atWork.await();
        } catch (InterruptedException e) {
          interrupted = true;
          fail(new Interruption(e));
          callers.forEach(Caller::interrupt);
        }
      }
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
      if (failed()) {
        throw failure.get() instanceof Interruption interruption
            ? longestWait(interruption)
            : failure.get();
      }
    }

    private RuntimeException longestWait(Interruption interruption) {
      return callers.stream()
          .filter(caller -> caller.failure != null)
          .min(Comparator.comparingLong(caller -> caller.since - interruption.time))
          .<RuntimeException>map(caller -> caller.failure)
          .orElse(interruption);
    }
  }

  /** Somebody does not want to wait any longer. */
  private static final class Interruption extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final long time = System.nanoTime();

    Interruption(InterruptedException cause) {
      super("interrupted in a pass", cause);
    }
  }

  /** One thread's part in a pass. */
  private static final class Caller<T> implements Runnable {
    private final Pass pass;
    private final Source<T> source;
    private final Consumer<T> body;
    private Thread thread;
    private long since;
    private RuntimeException failure;

    Caller(Pass pass, Source<T> source, Consumer<T> body) {
      this.pass = pass;
      this.source = source;
      this.body = body;
    }

    @Override
    public void run() {
      try {
        atWork(Thread.currentThread());
        takeCalls();
      } catch (InterruptedException e) {
        // It had nothing under way, and whoever interrupted it knows why.
        Thread.currentThread().interrupt();
      } catch (RuntimeException e) {
        failure = e;
        pass.fail(e);
      } catch (Error e) {
        pass.fail(new IllegalStateException(e));
      } finally {
        atWork(null);
        pass.atWork.countDown();
      }
    }

    private void takeCalls() throws InterruptedException {
      for (Optional<T> taken = source.next();
          taken.isPresent() && !pass.failed();
          taken = source.next()) {
        since = System.nanoTime();
        body.accept(taken.get());
      }
    }

    private synchronized void atWork(Thread now) {
      thread = now;
    }

    /** One that has not begun finds the pass failed. */
    synchronized void interrupt() {
      if (thread != null) {
        thread.interrupt();
      }
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
