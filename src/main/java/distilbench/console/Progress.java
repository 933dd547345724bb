package distilbench.console;

import java.io.PrintStream;
import java.util.Locale;

/**
 * Tells people on one stream how far a long task is and how long it will still take: a plain line
 * every few seconds, so that it reads the same on a terminal and in a log. Silent for tasks that
 * end before the first line is due. Safe for use by several threads.
 */
public final class Progress {
  private static final long SECOND = 1_000_000_000L;
  private static final long INTERVAL = 3 * SECOND;

  private final PrintStream out;
  private final String task;
  private final String unit;
  private final long total;
  private final long started = System.nanoTime();
  private long done;
  private long nextLine = started + INTERVAL;

  /**
   * @param task what is being done, e.g. "reference answers"
   * @param total how many units make the whole, at least 1
   * @param unit plural name of a unit, e.g. "texts"
   */
  public Progress(PrintStream out, String task, long total, String unit) {
    this.out = out;
    this.task = task;
    this.total = total;
    this.unit = unit;
  }

  /** Records that {@code units} more are done. */
  public synchronized void advance(long units) {
    done += units;
    long now = System.nanoTime();
    if (now >= nextLine && done < total) {
      nextLine = now + INTERVAL;
      double left = (now - started) / (double) SECOND * (total - done) / done;
      out.printf(
          Locale.ROOT, "%s: %d of %d %s, about %.0f s left%n", task, done, total, unit, left);
    }
  }

  /** Says how long the whole task took. */
  public void finish() {
    double seconds = (System.nanoTime() - started) / (double) SECOND;
    String units = total == 1 ? unit.replaceFirst("s$", "") : unit;
    out.printf(Locale.ROOT, "%s: %d %s in %.1f s%n", task, total, units, seconds);
  }
}
