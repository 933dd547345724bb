package distilbench.console;

import java.time.Duration;

/** A number of things, or a time, as people say it. */
public final class Quantity {
  private Quantity() {}

  /** Such as "1 fork", "2 forks". */
  public static String of(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }

  /** Minutes and seconds, with hours if there are any. */
  public static String clock(double seconds) {
    Duration time = Duration.ofSeconds(Math.round(seconds));
    return time.toHours() == 0
        ? String.format("%d:%02d", time.toMinutes(), time.toSecondsPart())
        : String.format("%d:%02d:%02d", time.toHours(), time.toMinutesPart(), time.toSecondsPart());
  }
}
