package distilbench.model;

/** How the vectors of a text's tokens become one, padding left out. */
public enum Pooling {
  /** The graph does it: its output has one row per text. */
  NONE,

  /** The first token's. */
  CLS,

  /** The mean of all. */
  MEAN,

  /** In each dimension the largest. */
  MAX
}
