package distilbench.model;

import java.util.List;

/**
 * How a graph is fed and read.
 *
 * @param inputs all that it declares, each [batch, sequence]
 * @param output name of the one that is read: float32 [batch, width] without pooling, [batch,
 *     sequence, width] with it
 * @param pooling how tokens' vectors become one
 * @param normalized whether the vector is then divided by its Euclidean norm
 * @param width numbers per text: labels, or dimensions of the embedding
 */
public record ModelSignature(
    List<Input> inputs, String output, Pooling pooling, boolean normalized, int width) {

  public ModelSignature {
    inputs = List.copyOf(inputs);
  }

  /**
   * An input of whole numbers.
   *
   * @param name as the graph has it
   * @param content what it is fed with
   * @param int32 whether the numbers have 32 bits; they have 64 otherwise
   */
  public record Input(String name, Content content, boolean int32) {}

  /** What inputs are fed with, at each place of a sequence. */
  public enum Content {
    /** The token's id. */
    TOKEN_IDS,

    /** 1 for a token, 0 for padding. */
    ATTENTION_MASK,

    /** 0: all texts are of one segment. */
    TOKEN_TYPES,

    /** The place itself, from 0, counted from the text's first token. */
    POSITIONS
  }
}
