package distilbench.load;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Calls that arrive as a schedule says, whether or not earlier ones are done. A thread of its own
 * keeps to the schedule; it sleeps between arrivals, so that it takes hardly any CPU from those who
 * serve the calls. Whoever is free takes the call that has waited longest.
 *
 * <p>A call that arrives while as many as the bound are waiting or being served is refused. It is
 * never held back: that would let a slow server slow its own load down, and hide how slow it is.
 */
public final class Traffic implements AutoCloseable {
  private final Schedule schedule;
  private final int mostInFlight;
  private final CallTimes times;
  private final Thread generator = new Thread(this::keepToSchedule, "arrivals");
  private final long start;

  // All below are guarded by this.
  private final Deque<Integer> waiting = new ArrayDeque<>();
  private int inFlight;
  private boolean over;
  private long generatorCpuNanos;

  private Traffic(Schedule schedule, int mostInFlight) {
    this.schedule = schedule;
    this.mostInFlight = mostInFlight;
    this.times = new CallTimes(schedule);
    this.start = System.nanoTime();
  }

  /**
   * Begins: the schedule's times count from now on.
   *
   * @param inFlight calls that wait or are served at one time, at most; at least 1
   */
  public static Traffic start(Schedule schedule, int inFlight) {
    Traffic traffic = new Traffic(schedule, inFlight);
    traffic.generator.setDaemon(true);
    traffic.generator.start();
    return traffic;
  }

  private void keepToSchedule() {
    for (int call = 0; call < schedule.calls() && !isOver(); call++) {
      sleepUntil(schedule.nanos(call));
      arrive(call);
    }
    synchronized (this) {
      generatorCpuNanos = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
      over = true;
      notifyAll();
    }
  }

  private void sleepUntil(long nanos) {
    for (long left = nanos - now(); left > 0 && !isOver(); left = nanos - now()) {
      LockSupport.parkNanos(left);
    }
  }

  private synchronized void arrive(int call) {
    times.arrived(call, now());
    if (inFlight < mostInFlight && !over) {
      inFlight++;
      waiting.addLast(call);
      notifyAll();
    }
  }

  private long now() {
    return System.nanoTime() - start;
  }

  private synchronized boolean isOver() {
    return over;
  }

  /**
   * Takes the call that has waited longest, or the next to arrive. Whoever takes one serves it from
   * now on.
   *
   * @return its place in the schedule; nothing if no more calls come
   */
  public synchronized Optional<Integer> take() throws InterruptedException {
    while (waiting.isEmpty()) {
      if (over) {
        return Optional.empty();
      }
      wait();
    }
    int call = waiting.removeFirst();
    times.taken(call, now());
    return Optional.of(call);
  }

  /** A call that was taken has been answered. */
  public synchronized void answered(int call) {
    times.answered(call, now());
    inFlight--;
  }

  /** No more calls arrive, and none of those that wait is handed out. */
  public synchronized void stop() {
    over = true;
    waiting.clear();
    LockSupport.unpark(generator);
    notifyAll();
  }

  /**
   * What follows from the times of all calls. To be asked for when the last one has been answered.
   *
   * @param slo the latency that calls should not exceed; nothing if there is no such bound
   */
  public synchronized LoadFigures figures(Optional<Duration> slo) {
    return LoadFigures.of(times, slo, generatorCpuNanos);
  }

  /** Stops it and waits until its thread has ended. */
  @Override
  public void close() {
    stop();
    boolean interrupted = false;
    while (generator.isAlive()) {
      try {
        generator.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
