package distilbench.model;

/**
 * What forward passes of an encoder take, with or without a classifier on it.
 *
 * <p>The products are those of Vaswani et al. 2017 (arXiv:1706.03762, section 3). For one text of L
 * tokens, with h hidden, f the feed-forward width, per layer:
 *
 * <ul>
 *   <li>query, key, value and output projections, 4 (2 L h h)
 *   <li>scores of each token with each, and their weighted sums, 2 (2 L L h) over all heads
 *   <li>the feed-forward network, 2 (2 L h f)
 * </ul>
 *
 * and once, for the first token alone, the classifier's square matrix, 2 h h, and its last one, 2 h
 * labels. Of the last layer, CLS_ONLY computes keys and values of all tokens, 2 (2 L h h), the
 * first token's scores and sums, 2 (2 L h), its query and output projections, 2 (2 h h), and its
 * feed-forward network.
 */
public final class ForwardPass {
  private ForwardPass() {}

  /** The operations of a synthetic model of this geometry. */
  public static Operations of(Geometry geometry) {
    return ofClassifier(geometry, Geometry.LABELS);
  }

  /** The operations of an encoder with a classifier of so many classes. */
  public static Operations ofClassifier(Geometry geometry, int labels) {
    return ofEncoder(geometry, head(geometry, labels));
  }

  /** The operations of an encoder alone. */
  public static Operations ofEncoder(Geometry geometry) {
    return ofEncoder(geometry, 0);
  }

  /**
   * The operations of an encoder that is read by its first token alone, in CLS_ONLY.
   *
   * @param labels classes of the classifier on it; 0 without one
   */
  public static Operations ofFirstToken(Geometry geometry, int labels) {
    double h = geometry.hidden();
    int layers = geometry.layers() - 1;
    double perText = labels == 0 ? 0 : head(geometry, labels);
    return new Operations(
        perText + 2 * (2 * h * h + 2 * h * geometry.ffn()),
        layers * layer(geometry) + 2 * (2 * h * h + 2 * h),
        layers * 4 * h);
  }

  private static double head(Geometry geometry, int labels) {
    double h = geometry.hidden();
    return 2 * (h * h + h * labels);
  }

  private static Operations ofEncoder(Geometry geometry, double perText) {
    return new Operations(
        perText, geometry.layers() * layer(geometry), geometry.layers() * 4.0 * geometry.hidden());
  }

  /** Products of a token with the weights of a layer. */
  private static double layer(Geometry geometry) {
    double h = geometry.hidden();
    return 2 * (4 * h * h + 2 * h * geometry.ffn());
  }
}
