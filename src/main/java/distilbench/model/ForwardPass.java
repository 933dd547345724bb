package distilbench.model;

/**
 * What forward passes of a DistilBERT classifier take.
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
 * and once, for [CLS] alone, the pre-classifier, 2 h h, and the classifier, 2 h labels.
 */
public final class ForwardPass {
  private ForwardPass() {}

  /** The operations of a model of this geometry. */
  public static Operations of(Geometry geometry) {
    double h = geometry.hidden();
    return new Operations(
        2 * (h * h + h * Geometry.LABELS),
        geometry.layers() * 2 * (4 * h * h + 2 * h * geometry.ffn()),
        geometry.layers() * 4 * h);
  }
}
