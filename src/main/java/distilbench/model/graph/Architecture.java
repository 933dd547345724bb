package distilbench.model.graph;

import distilbench.model.ForwardPass;
import distilbench.model.Geometry;
import distilbench.model.Operations;
import java.util.List;

/**
 * What decides an encoder's graph and the shapes of its weights.
 *
 * @param family what it is
 * @param geometry its sizes
 * @param tokenTypes rows of the token types' embedding, of which the first is used; 0 of a family
 *     that has none
 * @param activation of its feed-forward networks
 * @param layerNormEpsilon what is added to variances before vectors are divided by their root
 * @param padId the padding token's id
 * @param labels classes that a classifier on it tells apart; 0 without one
 */
public record Architecture(
    Family family,
    Geometry geometry,
    int tokenTypes,
    Activation activation,
    float layerNormEpsilon,
    int padId,
    int labels) {
  private static final float EPSILON_OF_DISTILBERT = 1e-12f;

  /** DistilBERT with a classifier of two classes. */
  public static Architecture ofDistilBert(Geometry geometry) {
    return new Architecture(
        Family.DISTILBERT, geometry, 0, Activation.GELU, EPSILON_OF_DISTILBERT, 0, Geometry.LABELS);
  }

  /** Whether it gives logits of a text; it gives each token's vector otherwise. */
  public boolean isClassifier() {
    return labels > 0;
  }

  /** The class of transformers that it is. */
  public String torchClass() {
    return isClassifier() ? family.classifierClass() : family.encoderClass();
  }

  /** The tensors, in the order in which a weights file holds them. */
  public List<Tensor> tensors() {
    return TensorList.of(this);
  }

  /** Longest sequence, special tokens included. */
  public int maxTokens() {
    return family.countsPositionsFromPadding()
        ? geometry.positions() - padId - 1
        : geometry.positions();
  }

  /** Numbers for a text or, without a classifier, for each token. */
  public int width() {
    return isClassifier() ? labels : geometry.hidden();
  }

  /** The operations of a forward pass. */
  public Operations operations() {
    return isClassifier()
        ? ForwardPass.ofClassifier(geometry, labels)
        : ForwardPass.ofEncoder(geometry);
  }

  /** The same in CLS_ONLY. */
  public Operations operationsOfFirstToken() {
    return ForwardPass.ofFirstToken(geometry, labels);
  }

  /** Bytes of the matrices that forward passes multiply with whole. */
  public long matrixBytes() {
    return isClassifier() ? geometry.matrixBytes() : geometry.encoderMatrixBytes();
  }

  /** What the names of the encoder's weights begin with. */
  String prefix() {
    return isClassifier() ? family.prefix() : "";
  }

  /** What the names of a layer's weights begin with. */
  String layerPrefix(int layer) {
    return prefix() + family.block().layers() + layer + ".";
  }
}
