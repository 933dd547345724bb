package distilbench.model;

import java.util.Locale;

/**
 * In which form a model is run.
 *
 * @param graph that its weights are wired into
 * @param precision of its products with weights
 */
public record ModelVariant(Graph graph, Precision precision) {
  /** The model as it was prepared. */
  public static final ModelVariant AS_PREPARED = new ModelVariant(Graph.STANDARD, Precision.FP32);

  /** Whether nothing must be made of it. */
  public boolean isAsPrepared() {
    return equals(AS_PREPARED);
  }

  /** A name for a folder. */
  public String fileName() {
    return (graph + "-" + precision).toLowerCase(Locale.ROOT);
  }
}
