package distilbench.report.data;

/** What may be said about a ratio of times or of memory. */
public enum Difference {
  FASTER("faster"),
  SLOWER("slower"),
  SMALLER("smaller"),
  LARGER("larger"),
  NO_DIFFERENCE_SHOWN("no difference shown"),
  INCONCLUSIVE("inconclusive");

  /** Less than 3 % decides nothing about a deployment, however surely it is shown. */
  private static final double RELEVANT = 1.03;

  private final String words;

  Difference(String words) {
    this.words = words;
  }

  /**
   * Judges a ratio of times: a difference needs an interval that excludes 1 and a ratio beyond 3 %.
   *
   * @param ratio how many times as long something takes as something else
   */
  public static Difference ofTimes(Estimate ratio) {
    return of(ratio, FASTER, SLOWER);
  }

  /**
   * Judges a ratio of memory in the same way.
   *
   * @param ratio how many times as much something holds as something else
   */
  public static Difference ofMemory(Estimate ratio) {
    return of(ratio, SMALLER, LARGER);
  }

  private static Difference of(Estimate ratio, Difference less, Difference more) {
    if (!ratio.hasInterval()) {
      return INCONCLUSIVE;
    } else if (ratio.excludesOne() && ratio.value() > RELEVANT) {
      return more;
    } else if (ratio.excludesOne() && ratio.value() < 1 / RELEVANT) {
      return less;
    }
    return NO_DIFFERENCE_SHOWN;
  }

  /** Whether something was shown to differ. */
  public boolean isShown() {
    return this != NO_DIFFERENCE_SHOWN && this != INCONCLUSIVE;
  }

  @Override
  public String toString() {
    return words;
  }
}
