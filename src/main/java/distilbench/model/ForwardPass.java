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
 * labels.
 */
public final class ForwardPass {
  private ForwardPass() {}

  /** The operations of a synthetic model of this geometry. */
  public static Operations of(Geometry geometry) {
    return ofClassifier(geometry, Geometry.LABELS);
  }

  /** The operations of an encoder with a classifier of so many classes. */
  public static Operations ofClassifier(Geometry geometry, int labels) {
    double h = geometry.hidden();
    return ofEncoder(geometry, 2 * (h * h + h * labels));
  }

  /** The operations of an encoder alone. */
  public static Operations ofEncoder(Geometry geometry) {
    return ofEncoder(geometry, 0);
  }

  private static Operations ofEncoder(Geometry geometry, double perText) {
    double h = geometry.hidden();
    return new Operations(
        perText,
        geometry.layers() * 2 * (4 * h * h + 2 * h * geometry.ffn()),
        geometry.layers() * 4 * h);
  }
}
