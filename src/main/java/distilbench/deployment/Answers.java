package distilbench.deployment;

/** Where a deployment's answers come from. */
enum Answers {
  /** The model, its weights private to each process. */
  PRIVATE_WEIGHTS,
  /** The reference, looked up by text: no model runs. */
  REFERENCE
}
