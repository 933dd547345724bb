package distilbench.report.data;

/** What may be said about a ratio of times. */
public enum Comparison {
  FASTER("faster"),
  SLOWER("slower"),
  NO_DIFFERENCE_SHOWN("no difference shown"),
  INCONCLUSIVE("inconclusive");

  /** Less than 3 % decides nothing about a deployment, however surely it is shown. */
  private static final double RELEVANT = 1.03;

  private final String words;

  Comparison(String words) {
    this.words = words;
  }

  /**
   * Judges a ratio: a difference needs an interval that excludes 1 and a ratio beyond 3 %.
   *
   * @param times how many times as long something takes as something else
   */
  public static Comparison of(Estimate times) {
    if (!times.hasInterval()) {
      return INCONCLUSIVE;
    } else if (times.excludesOne() && times.value() > RELEVANT) {
      return SLOWER;
    } else if (times.excludesOne() && times.value() < 1 / RELEVANT) {
      return FASTER;
    }
    return NO_DIFFERENCE_SHOWN;
  }

  @Override
  public String toString() {
    return words;
  }
}
