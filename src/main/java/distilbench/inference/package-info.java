/**
 * From texts to logits in one process: tokenizer, batches, ONNX Runtime sessions, packed weights.
 * Sessions are opened here and nowhere else.
 */
package distilbench.inference;
