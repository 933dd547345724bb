package distilbench.model.hub;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;

/** How long a busy server asks to be left alone (RFC 9110, section 10.2.3). */
final class RetryAfter {
  private static final int LONGEST_NUMBER = 9;

  private RetryAfter() {}

  /**
   * Reads the header.
   *
   * @param value seconds, or the date from when on
   * @param otherwise if it is neither
   */
  static Duration parse(String value, Instant now, Duration otherwise) {
    String text = value.strip();
    if (text.matches("\\d{1," + LONGEST_NUMBER + "}")) {
      return Duration.ofSeconds(Long.parseLong(text));
    }
    try {
      Instant from = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return from.isBefore(now) ? Duration.ZERO : Duration.between(now, from);
    } catch (DateTimeParseException e) {
      return otherwise;
    }
  }
}
