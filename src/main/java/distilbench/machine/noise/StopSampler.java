package distilbench.machine.noise;

import distilbench.proctree.ProcFs;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Finds out how long measured processes were stopped, which no counter of the kernel's tells: by
 * SIGSTOP, Ctrl-Z, a debugger, a frozen container or a paused virtual machine.
 *
 * <p>Others are looked at now and then: while {@code /proc/PID/stat} calls one stopped, the time
 * counts. This process itself was stopped when its own thread woke up much too late.
 */
final class StopSampler {
  /** Reading ten files of /proc that often costs less than 0.1 % of a core. */
  private static final long INTERVAL_MILLIS = 200;

  /**
   * A thread that wakes up later than this was not just waiting for a core: beside 16 spinning
   * processes on 2 cores the latest of 100 wake-ups was 32 ms late, and a CPU quota stops a process
   * for less than its period, 100 ms by default.
   */
  private static final double LATE_SECONDS = 0.5;

  private final ProcFs processes;
  private final CopyOnWriteArraySet<Long> others = new CopyOnWriteArraySet<>();
  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Thread thread = new Thread(this::sample, "stop-sampler");
  private long lastNanos = System.nanoTime();
  private double seconds;

  private StopSampler(ProcFs processes) {
    this.processes = processes;
    thread.setDaemon(true);
  }

  /**
   * Starts looking.
   *
   * @param others processes besides this one
   */
  static StopSampler start(ProcFs processes, List<Long> others) {
    StopSampler sampler = new StopSampler(processes);
    sampler.watch(others);
    sampler.thread.start();
    return sampler;
  }

  /** Looks at these processes too. */
  void watch(List<Long> pids) {
    others.addAll(pids);
  }

  /**
   * Stops looking.
   *
   * @return for how many seconds at least one of the processes was stopped
   */
  double stop() {
    stopped.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Double.NaN;
    }
    return seconds;
  }

  private void sample() {
    try {
      while (!stopped.await(INTERVAL_MILLIS, TimeUnit.MILLISECONDS)) {
        look();
      }
      look();
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts the stop sampler", e);
    }
  }

  private void look() {
    long now = System.nanoTime();
    double passed = (now - lastNanos) / 1e9;
    lastNanos = now;
    if (passed > LATE_SECONDS || others.stream().anyMatch(this::isStopped)) {
      seconds += passed;
    }
  }

  private boolean isStopped(long pid) {
    try {
      return processes.stat(pid).isStopped();
    } catch (IOException e) {
      return false;
    }
  }
}
