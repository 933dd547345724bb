/**
 * The generator of models with seeded weights: tensors, graph, tokenizer file, the built-in model.
 * The same seed gives the same bytes on every machine.
 */
package distilbench.model.synthetic;
