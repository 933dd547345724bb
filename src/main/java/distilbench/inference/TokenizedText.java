package distilbench.inference;

/**
 * A text as a model reads it.
 *
 * @param ids of its tokens, special ones included
 * @param truncated whether it had more of them than the model takes
 */
public record TokenizedText(long[] ids, boolean truncated) {}
