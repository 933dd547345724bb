package distilbench.model;

/**
 * The floating-point operations of forward passes of a DistilBERT classifier: those of its matrix
 * products, a multiplication and an addition for each term.
 *
 * <p>The products are those of Vaswani et al. 2017 (arXiv:1706.03762, section 3) in the sizes of
 * Sanh et al. 2019 (arXiv:1910.01108). For one text of L tokens, with h hidden, f the feed-forward
 * width, per layer:
 *
 * <ul>
 *   <li>query, key, value and output projections, 4 (2 L h h)
 *   <li>scores of each token with each, and their weighted sums, 2 (2 L L h) over all heads
 *   <li>the feed-forward network, 2 (2 L h f)
 * </ul>
 *
 * and once, for [CLS] alone, the pre-classifier, 2 h h, and the classifier, 2 h labels. Biases,
 * normalization, softmax and GELU are not counted, as is the custom; they are below 1 %.
 *
 * @param geometry of the model
 */
public record ForwardPass(Geometry geometry) {

  /**
   * Operations for one text.
   *
   * @param tokens of it, [CLS] and [SEP] included
   */
  public double flop(int tokens) {
    return flop(1, tokens);
  }

  /**
   * Operations for several texts, each passed alone or without counting padding.
   *
   * <p>The attention's part grows with the square of a text's length, of which only the mean is
   * known. It is counted as if all texts had mean length, and so too low by the variance of the
   * lengths over their squared mean. For the built-in corpus that is 6 % of a part that makes up
   * 1.3 %: the whole is less than 0.1 % too low. For texts of one length it is exact.
   *
   * @param texts how many; a mean per operation need not be whole
   * @param tokens of all of them together
   */
  public double flop(double texts, double tokens) {
    double h = geometry.hidden();
    double perToken = 2 * (4 * h * h + 2 * h * geometry.ffn());
    double meanLength = tokens / texts;
    double attention = 4 * meanLength * h;
    double perText = 2 * (h * h + h * Geometry.LABELS);
    return geometry.layers() * tokens * (perToken + attention) + texts * perText;
  }
}
