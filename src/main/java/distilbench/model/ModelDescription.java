package distilbench.model;

import distilbench.model.ModelSignature.Content;
import distilbench.model.ModelSignature.Input;
import java.util.List;
import java.util.Map;

/**
 * What one must know of a model to run it, whatever it was made from.
 *
 * @param family what it is, such as {@code distilbert}; {@code onnx} of a graph that is used as it
 *     is given
 * @param task what it gives for a text
 * @param labels names of the classes, in the order of the logits; none of an embedding
 * @param signature how its graph is fed and read
 * @param texts what its texts must be like
 * @param quantized whether answers are coarser than float32's: products are computed from integers
 *     whose scale depends on what is in the batch, or in float16
 * @param operations of a forward pass
 * @param matrixBytes size of the weights with which forward passes multiply whole matrices: what
 *     processes share at least, if they share
 * @param unsuited why weights cannot be held in some ways; empty if all ways work
 */
public record ModelDescription(
    String family,
    Task task,
    List<String> labels,
    ModelSignature signature,
    TextLimits texts,
    boolean quantized,
    Operations operations,
    long matrixBytes,
    Map<Weights, String> unsuited) {
  /**
   * The part of the matrices that processes must be seen to share: alignment and a few constants
   * lie beside them, so not every page is a matrix's.
   */
  public static final double LEAST_SHARED_PART = 0.95;

  public ModelDescription {
    labels = List.copyOf(labels);
    unsuited = Map.copyOf(unsuited);
  }

  /** The same of a model whose weights cannot be held in some ways. */
  public ModelDescription withUnsuited(Map<Weights, String> reasons) {
    return new ModelDescription(
        family, task, labels, signature, texts, quantized, operations, matrixBytes, reasons);
  }

  /** The same of a model in another graph. */
  public ModelDescription inGraph(ModelSignature otherSignature, Operations otherOperations) {
    return new ModelDescription(
        family,
        task,
        labels,
        otherSignature,
        texts,
        quantized,
        otherOperations,
        matrixBytes,
        unsuited);
  }

  /**
   * The same of a model that multiplies integers.
   *
   * @param integerBytes size of its matrices
   */
  public ModelDescription inIntegers(long integerBytes) {
    return new ModelDescription(
        family, task, labels, signature, texts, true, operations, integerBytes, unsuited);
  }

  /** The same of a model that a program computes in coarser numbers than float32. */
  public ModelDescription rounded() {
    return inIntegers(matrixBytes);
  }

  /** Whether its weights can be held in a way. */
  public boolean suits(Weights weights) {
    return !unsuited.containsKey(weights);
  }

  /** That of a synthetic model. */
  static ModelDescription ofDistilBert(Geometry geometry) {
    return new ModelDescription(
        "distilbert",
        Task.CLASSIFICATION,
        List.of("NEGATIVE", "POSITIVE"),
        new ModelSignature(
            List.of(
                new Input("input_ids", Content.TOKEN_IDS, false),
                new Input("attention_mask", Content.ATTENTION_MASK, false)),
            "logits",
            Pooling.NONE,
            false,
            Geometry.LABELS),
        new TextLimits(geometry.positions(), 0, false),
        false,
        ForwardPass.of(geometry),
        geometry.matrixBytes(),
        Map.of());
  }
}
