package distilbench.format;

import distilbench.console.InvalidInputException;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A latency that calls should not exceed, as users write it: {@code 150ms}, {@code 0.2s}. */
public final class LatencyBound {
  private static final Pattern BOUND = Pattern.compile("(\\d{1,6}(?:\\.\\d{1,6})?)(ms|s)");
  private static final double MILLISECOND = 1e6;
  private static final double SECOND = 1e9;

  private LatencyBound() {}

  /**
   * Reads one that a user has given.
   *
   * @param parameter what it was given as, for the message
   * @throws InvalidInputException if it is no number with its unit, or not above 0
   */
  public static Duration parse(String parameter, String value) {
    return read(value)
        .orElseThrow(
            () ->
                new InvalidInputException(
                    parameter
                        + "="
                        + value
                        + " is not possible; give a time such as 150ms or 0.2s"));
  }

  /** Reads one from a file; nothing if it is none. */
  public static Optional<Duration> read(String value) {
    Matcher matcher = BOUND.matcher(value);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    double unit = matcher.group(2).equals("ms") ? MILLISECOND : SECOND;
    long nanos = Math.round(Double.parseDouble(matcher.group(1)) * unit);
    return nanos > 0 ? Optional.of(Duration.ofNanos(nanos)) : Optional.empty();
  }
}
