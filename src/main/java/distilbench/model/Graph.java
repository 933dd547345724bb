package distilbench.model;

/** The graph that a model's weights are wired into. */
public enum Graph {
  /** What an export from PyTorch amounts to; of a given graph, the graph as it is. */
  STANDARD,

  /**
   * What a classifier needs that reads the first token's vector alone: in the last layer keys and
   * values of all tokens, and of everything else the first token's.
   */
  CLS_ONLY
}
