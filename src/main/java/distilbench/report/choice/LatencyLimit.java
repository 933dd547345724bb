package distilbench.report.choice;

import distilbench.console.InvalidInputException;
import distilbench.report.data.Estimate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How long 99 of 100 calls may take at most.
 *
 * @param milliseconds more than 0
 * @param text as the user wrote it
 */
public record LatencyLimit(double milliseconds, String text) {
  private static final Pattern TIME = Pattern.compile("(\\d+(?:\\.\\d+)?) ?(ms|s)");
  private static final double MILLISECONDS = 1000;

  /**
   * Reads a limit.
   *
   * @param text a number and ms or s, such as 150ms
   * @throws InvalidInputException if it is no time above 0
   */
  public static LatencyLimit of(String text) {
    Matcher time = TIME.matcher(text);
    if (time.matches()) {
      double number = Double.parseDouble(time.group(1));
      double milliseconds = time.group(2).equals("s") ? number * MILLISECONDS : number;
      if (milliseconds > 0) {
        return new LatencyLimit(milliseconds, text);
      }
    }
    throw new InvalidInputException(
        "'" + text + "' is no limit of latency; give a time above 0 such as 150ms or 1.5s");
  }

  /**
   * Whether calls may take longer: what counts is the upper end of the interval, where there is
   * one.
   *
   * @param p99 in milliseconds
   */
  public boolean mayBeExceededBy(Estimate p99) {
    return (p99.hasInterval() ? p99.high() : p99.value()) > milliseconds;
  }
}
