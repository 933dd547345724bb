package distilbench.launcher.rounds;

import distilbench.jvm.ProcessFamily;
import distilbench.jvm.ProcessState;
import distilbench.launcher.output.ForkOutput;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.options.Options;

/**
 * Kills a fork that gets nowhere, with all its processes: JMH waits for forks without limit. A fork
 * by itself bounds every wait for a worker, and JMH in it interrupts an iteration that takes too
 * long; but a fork may be stopped, or caught in a library that no interruption ends.
 *
 * <p>What a fork prints is no sign of life: JMH goes on printing while it interrupts in vain.
 */
public final class ForkWatch implements ForkOutput.LifeSigns, AutoCloseable {
  /**
   * What a fork may take beyond the iteration's planned time and JMH's time-out: it has been
   * interrupted then, and has to end, which takes a second, on a machine that swaps several.
   */
  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final Duration limit;
  private final Consumer<String> log;
  private final Set<ProcessHandle> others;
  private final Thread thread = new Thread(this::watch, "fork-watch");
  private String last = "it was to be started";
  private long lastSign = System.nanoTime();
  private long planned;
  private boolean closed;

  private ForkWatch(Duration limit, Consumer<String> log) {
    this.limit = limit;
    this.log = log;
    this.others = ProcessHandle.current().children().collect(Collectors.toSet());
  }

  /**
   * Begins to watch whatever this process starts from now on.
   *
   * @param options tell how long JMH lets an iteration take
   * @param log is told who was killed, and why
   */
  public static ForkWatch start(Options options, Consumer<String> log) {
    Duration timeout =
        Duration.ofNanos(
            options.getTimeout().orElse(Defaults.TIMEOUT).convertTo(TimeUnit.NANOSECONDS));
    return start(timeout.plus(MARGIN), log);
  }

  /** The same with a limit to how long a fork may keep silent beyond what is planned. */
  static ForkWatch start(Duration limit, Consumer<String> log) {
    ForkWatch watch = new ForkWatch(limit, log);
    watch.thread.setDaemon(true);
    watch.thread.start();
    return watch;
  }

  @Override
  public synchronized void got(String what, Duration planned) {
    last = what;
    lastSign = System.nanoTime();
    this.planned = planned.toNanos();
    notifyAll();
  }

  private synchronized void watch() {
    try {
      while (!closed) {
        long left = limit.toNanos() + planned - (System.nanoTime() - lastSign);
        if (left > 0) {
          // Rounded up: 0 would wait for ever.
          wait(TimeUnit.NANOSECONDS.toMillis(left) + 1);
        } else {
          kill();
          got("it was killed", Duration.ZERO);
        }
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the fork watch", e);
    }
  }

  private void kill() {
    List<ProcessHandle> silent =
        ProcessHandle.current().children().filter(child -> !others.contains(child)).toList();
    long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - lastSign);
    for (ProcessHandle fork : silent) {
      log.accept(
          String.format(
              "The fork (%s) gave no sign of life for %d s, since %s: killed.",
              ProcessState.describe(fork.pid()), seconds, last));
      new ProcessFamily(fork).kill();
    }
  }

  /** Ends watching. What forks that have ended left behind is killed. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
    }
    ForkMark.killAll();
  }
}
