package distilbench.model;

/**
 * The floating-point operations of forward passes: those of the matrix products, a multiplication
 * and an addition for each term. Biases, normalization, softmax and activations are not counted, as
 * is the custom; in an encoder they are below 1 %. For one text of L tokens they are perText +
 * perToken L + perTokenPair L^2.
 *
 * @param perText of what is computed once per text: a head over [CLS]; NaN if it is not known, as
 *     the others
 * @param perToken of products with weights
 * @param perTokenPair of attention
 */
public record Operations(double perText, double perToken, double perTokenPair) {
  /** Of a model whose operations nobody knows. */
  public static final Operations UNKNOWN = new Operations(Double.NaN, Double.NaN, Double.NaN);

  /**
   * Operations for one text.
   *
   * @param tokens of it, special tokens included
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
    double meanLength = tokens / texts;
    return texts * perText + tokens * (perToken + perTokenPair * meanLength);
  }
}
