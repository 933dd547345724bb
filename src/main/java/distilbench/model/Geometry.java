package distilbench.model;

import distilbench.console.InvalidInputException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The sizes of a transformer encoder.
 *
 * @param layers transformer layers
 * @param hidden width of the residual stream; a multiple of {@code heads}
 * @param heads attention heads per layer
 * @param ffn width of the feed-forward network's inner layer
 * @param vocabulary rows of the word embedding
 * @param positions rows of the position embedding: in most families the longest sequence in tokens
 */
public record Geometry(int layers, int hidden, int heads, int ffn, int vocabulary, int positions) {

  /** Classes that synthetic models tell apart: NEGATIVE and POSITIVE. */
  public static final int LABELS = 2;

  /**
   * DistilBERT-base, uncased (Sanh et al. 2019, arXiv:1910.01108; the {@code config.json} of
   * distilbert-base-uncased-finetuned-sst-2-english).
   */
  public static final Geometry DISTILBERT_BASE = new Geometry(6, 768, 12, 3072, 30_522, 512);

  /** The same architecture and vocabulary, small enough for tests: a forward pass takes < 1 ms. */
  public static final Geometry TINY = new Geometry(2, 32, 4, 64, 30_522, 512);

  private static final Map<String, Geometry> NAMED = new LinkedHashMap<>();

  static {
    NAMED.put("distilbert-base", DISTILBERT_BASE);
    NAMED.put("tiny", TINY);
  }

  public Geometry {
    if (layers < 1 || hidden < 1 || heads < 1 || ffn < 1 || vocabulary < 1 || positions < 1) {
      throw new IllegalArgumentException("every size of a geometry must be at least 1");
    }
    if (hidden % heads != 0) {
      throw new IllegalArgumentException(
          "hidden size " + hidden + " is not a multiple of " + heads + " heads");
    }
  }

  /**
   * Finds a geometry by the name that users type.
   *
   * @throws InvalidInputException naming the known ones, if there is no such geometry
   */
  public static Geometry named(String name) {
    Geometry geometry = NAMED.get(name);
    if (geometry == null) {
      throw new InvalidInputException(
          "unknown geometry '" + name + "'; known are " + String.join(", ", NAMED.keySet()));
    }
    return geometry;
  }

  /**
   * Bytes of the float32 matrices that forward passes multiply with whole: four projections and two
   * feed-forward matrices a layer, and the classifier's square one. Embeddings are looked up row by
   * row, the classifier's last one is a few KB.
   */
  public long matrixBytes() {
    return encoderMatrixBytes() + (long) hidden * hidden * Float.BYTES;
  }

  /** The same without a classifier. */
  public long encoderMatrixBytes() {
    long layer = 4L * hidden * hidden + 2L * hidden * ffn;
    return layers * layer * Float.BYTES;
  }

  /** Width of one attention head. */
  public int headSize() {
    return hidden / heads;
  }
}
