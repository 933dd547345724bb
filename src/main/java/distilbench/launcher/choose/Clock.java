package distilbench.launcher.choose;

import java.time.Duration;

/** How much of the time that the user gave has passed. */
final class Clock {
  private static final double NANOSECONDS = 1e9;

  private final long start = System.nanoTime();
  private final Duration limit;

  /** Starts now. */
  Clock(Duration limit) {
    this.limit = limit;
  }

  Duration limit() {
    return limit;
  }

  /** Seconds that have passed. */
  double elapsed() {
    return (System.nanoTime() - start) / NANOSECONDS;
  }

  /** When this part of the time from some moment to the end will have passed, in seconds. */
  double after(double moment, double part) {
    return moment + part * (limit.toSeconds() - moment);
  }
}
