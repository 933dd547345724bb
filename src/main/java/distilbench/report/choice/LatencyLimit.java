package distilbench.report.choice;

import distilbench.console.InvalidInputException;
import distilbench.format.LatencyBound;
import distilbench.report.data.Estimate;

/**
 * How long 99 of 100 calls may take at most.
 *
 * @param milliseconds more than 0
 * @param text as the user wrote it
 */
public record LatencyLimit(double milliseconds, String text) {
  private static final double NANOS = 1e6;

  /**
   * Reads a limit.
   *
   * @param text a number and ms or s, such as 150ms
   * @throws InvalidInputException if it is no time above 0
   */
  public static LatencyLimit of(String text) {
    return LatencyBound.read(text)
        .map(bound -> new LatencyLimit(bound.toNanos() / NANOS, text))
        .orElseThrow(
            () ->
                new InvalidInputException(
                    "'"
                        + text
                        + "' is no limit of latency; give a time above 0 such as 150ms or 1.5s"));
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
