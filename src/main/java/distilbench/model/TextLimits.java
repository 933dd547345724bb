package distilbench.model;

/**
 * What a model's texts must be like.
 *
 * @param maxTokens longest sequence, special tokens included; texts are cut to it
 * @param padId id of the padding token
 * @param padLeft whether padding goes before the text
 */
public record TextLimits(int maxTokens, long padId, boolean padLeft) {}
