package distilbench.section;

/**
 * The work in one operation.
 *
 * @param texts how many are classified
 * @param truncated how many of them are cut at the model's longest sequence
 * @param tokens their tokens, [CLS] and [SEP] included
 * @param paddedTokens tokens that the model computes, padding included
 * @param modelFlop floating-point operations that the model takes for the tokens, padding not
 *     included; whole numbers, which add up exactly below 2^53
 */
public record Work(int texts, int truncated, long tokens, long paddedTokens, double modelFlop) {
  /** No work. */
  public static final Work NONE = new Work(0, 0, 0, 0, 0);

  /** The work of both. */
  public Work plus(Work other) {
    return new Work(
        texts + other.texts,
        truncated + other.truncated,
        tokens + other.tokens,
        paddedTokens + other.paddedTokens,
        modelFlop + other.modelFlop);
  }

  /** This work several times. */
  public Work times(int count) {
    return new Work(
        texts * count, truncated * count, tokens * count, paddedTokens * count, modelFlop * count);
  }
}
