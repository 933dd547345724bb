/**
 * Files of weights as safetensors: what they hold, reading them piece by piece, writing them. The
 * format is described at https://huggingface.co/docs/safetensors.
 */
package distilbench.model.safetensors;
