package distilbench.jvm;

import java.util.regex.Pattern;

/**
 * Finds, among the lines that a HotSpot JVM prints, the stacks of all its threads: what it answers
 * to SIGQUIT (kill -3). They are for whoever sent the signal. Not safe for use by several threads.
 */
public final class ThreadDump {
  /** It stands alone in the line before the dump. */
  private static final Pattern TIME = Pattern.compile("\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}");

  private static final String BEGINNING = "Full thread dump ";

  /** The last part, which ends with an empty line. */
  private static final String LAST_PART = "Heap";

  private boolean inside;
  private boolean inLastPart;

  /** Whether the next line belongs to a dump. */
  public boolean has(String line) {
    if (line.startsWith(BEGINNING)) {
      inside = true;
      inLastPart = false;
    } else if (inside && line.equals(LAST_PART)) {
      inLastPart = true;
    } else if (inLastPart && line.isEmpty()) {
      inside = false;
      inLastPart = false;
      return true;
    }
    return inside || TIME.matcher(line).matches();
  }
}
