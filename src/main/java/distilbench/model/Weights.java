package distilbench.model;

/** How a process holds the model's weights: its own, or some that it shares. */
public enum Weights {
  /**
   * The model as it is. ONNX Runtime packs the matrices into its own layout, on the heap of each
   * process: as fast as it gets, and a copy each.
   */
  PRIVATE,
  /**
   * The weights file mapped and used in place: one copy for all processes, but without packing,
   * which makes the matrix products slower.
   */
  MAPPED,
  /** The matrices packed once into a file that every process maps: one copy, at full speed. */
  PREPACKED;

  /** Whether processes are meant to share them. */
  public boolean shared() {
    return this == MAPPED || this == PREPACKED;
  }
}
