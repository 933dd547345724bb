package distilbench.model.graph;

/** Which integers weights are rounded to: as many below 0 as above, so that 0 stays 0. */
public enum Int8Range {
  /** All that 8 bits hold, -128 aside. */
  FULL(127),

  /**
   * So few that two products with unsigned bytes always fit into a signed 16-bit sum: 2 * 255 * 64
   * = 32640. One step of a weight is twice as large.
   */
  REDUCED(64);

  private final int limit;

  Int8Range(int limit) {
    this.limit = limit;
  }

  /**
   * Those that a CPU can multiply with bytes without losing anything.
   *
   * @param exactSums whether it adds such products exactly
   */
  public static Int8Range of(boolean exactSums) {
    return exactSums ? FULL : REDUCED;
  }

  /** The largest integer; the smallest is its negative. */
  public int limit() {
    return limit;
  }
}
