package distilbench.inference;

/**
 * What one forward pass takes at most.
 *
 * @param texts at least 1
 * @param tokens padding included, that is texts times the tokens of the longest; 0 = no bound. A
 *     text that has more of them alone is passed alone
 */
public record BatchLimits(int texts, int tokens) {
  private static final int NO_BOUND = 0;

  /** A bound on texts alone. */
  public static BatchLimits ofTexts(int texts) {
    return new BatchLimits(texts, NO_BOUND);
  }

  /** Whether so many texts may be passed together. */
  boolean allow(int count, int longest) {
    return count <= texts && (tokens == NO_BOUND || (long) count * longest <= tokens);
  }
}
