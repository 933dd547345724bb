/**
 * Encoders that can be wired from their weights: families and how they name their weights, the
 * tensors of each, where these lie in a weights file, the graph over them.
 */
package distilbench.model.graph;
