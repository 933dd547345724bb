package distilbench.reference;

/**
 * How close answers are to those of the model as it was prepared.
 *
 * @param texts that were answered
 * @param agreeing how many of them got the same label; NaN of embeddings
 * @param sum of the differences, one for each text
 * @param largest of them
 */
public record Closeness(int texts, double agreeing, double sum, double largest) {}
