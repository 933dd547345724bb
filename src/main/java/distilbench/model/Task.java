package distilbench.model;

/** What a model gives for a text. */
public enum Task {
  /** One logit per class. */
  CLASSIFICATION,

  /** A vector of the text's meaning. */
  EMBEDDING
}
