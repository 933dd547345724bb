package distilbench.model.hub;

import distilbench.console.Progress;
import java.io.PrintStream;
import java.util.Locale;

/** Tells people in MiB how far a transfer is. */
final class TransferProgress {
  private static final long MIB = 1 << 20;

  private final Progress progress;
  private long bytes;
  private long told;

  /**
   * @param task what is fetched
   * @param bytes that are still to come
   */
  TransferProgress(PrintStream log, String task, long bytes) {
    progress = new Progress(log, task, Math.max(1, (bytes + MIB - 1) / MIB), "MiB");
  }

  /** A size as people read it. */
  static String text(long bytes) {
    return String.format(Locale.ROOT, "%.1f MiB", bytes / (double) MIB);
  }

  /** Records that {@code more} bytes have come. */
  void advance(long more) {
    bytes += more;
    progress.advance(bytes / MIB - told);
    told = bytes / MIB;
  }

  /** Says how long it took. */
  void finish() {
    progress.finish();
  }
}
