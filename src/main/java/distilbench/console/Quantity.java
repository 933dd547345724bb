package distilbench.console;

/** A number of things, as people say it. */
public final class Quantity {
  private Quantity() {}

  /** Such as "1 fork", "2 forks". */
  public static String of(long number, String unit) {
    return number + " " + unit + (number == 1 ? "" : "s");
  }
}
