package distilbench.section;

/**
 * The work in one operation.
 *
 * @param reviews texts classified
 * @param tokens their tokens, [CLS] and [SEP] included
 * @param paddedTokens tokens that the model computes, padding included
 */
public record Work(int reviews, long tokens, long paddedTokens) {

  /** The work of both. */
  public Work plus(Work other) {
    return new Work(
        reviews + other.reviews, tokens + other.tokens, paddedTokens + other.paddedTokens);
  }
}
