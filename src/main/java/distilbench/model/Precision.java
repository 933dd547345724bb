package distilbench.model;

/** What the matrix products with weights are computed in. */
public enum Precision {
  /** float32; of a given graph, whatever it was made with. */
  FP32,

  /**
   * 8-bit integers: weights that were rounded beforehand, one scale for each of their columns, and
   * rows that are rounded as they come, one scale for all of a product. Everything else is float32.
   */
  INT8,

  /** bfloat16, of programs that have it; sums in float32. */
  BF16
}
