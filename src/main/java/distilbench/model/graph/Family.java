package distilbench.model.graph;

import java.util.Arrays;
import java.util.Optional;

/**
 * Families of encoders that can be wired, all of post-layer-norm blocks: what sets them apart, and
 * how transformers names them and their weights.
 */
public enum Family {
  /** Sanh et al. 2019 (arXiv:1910.01108). */
  DISTILBERT(
      "distilbert",
      "DistilBert",
      "distilbert.",
      BlockNames.OF_DISTILBERT,
      new HeadNames("pre_classifier", "Relu", "classifier")),

  /** Devlin et al. 2018 (arXiv:1810.04805). */
  BERT(
      "bert",
      "Bert",
      "bert.",
      BlockNames.OF_BERT,
      new HeadNames("bert.pooler.dense", "Tanh", "classifier")),

  /** Liu et al. 2019 (arXiv:1907.11692). */
  ROBERTA("roberta", "Roberta", "roberta.", BlockNames.OF_BERT, HeadNames.OF_ROBERTA),

  /** RoBERTa with another tokenizer: Conneau et al. 2019 (arXiv:1911.02116). */
  XLM_ROBERTA("xlm-roberta", "XLMRoberta", "roberta.", BlockNames.OF_BERT, HeadNames.OF_ROBERTA);

  private final String modelType;
  private final String className;
  private final String prefix;
  private final BlockNames block;
  private final HeadNames head;

  Family(String modelType, String className, String prefix, BlockNames block, HeadNames head) {
    this.modelType = modelType;
    this.className = className;
    this.prefix = prefix;
    this.block = block;
    this.head = head;
  }

  /** The one that a {@code config.json} means by its {@code model_type}. */
  public static Optional<Family> ofModelType(String modelType) {
    return Arrays.stream(values()).filter(family -> family.modelType.equals(modelType)).findFirst();
  }

  /** What {@code config.json} calls it. */
  public String modelType() {
    return modelType;
  }

  /** What the names of the encoder's weights begin with, where a head is on it. */
  public String prefix() {
    return prefix;
  }

  /** Whether tokens have a type, to which an embedding belongs. */
  public boolean hasTokenTypes() {
    return this != DISTILBERT;
  }

  /**
   * Whether the positions of tokens are counted from the padding token's id + 1, padding left out,
   * instead of from 0.
   */
  public boolean countsPositionsFromPadding() {
    return this == ROBERTA || this == XLM_ROBERTA;
  }

  /** Classes of transformers that give logits of a text are called so. */
  public String classifierClass() {
    return className + "ForSequenceClassification";
  }

  /** Classes of transformers that give each token's vector are called so. */
  public String encoderClass() {
    return className + "Model";
  }

  /** Name of the classifier's last matrix, which has a row per class. */
  public String classifierWeight() {
    return head.output() + ".weight";
  }

  BlockNames block() {
    return block;
  }

  HeadNames head() {
    return head;
  }

  /**
   * Names of the weights of a layer, each of which has a {@code .weight} and a {@code .bias}.
   *
   * @param layers what all begin with, before the layer's number
   * @param projection of what attention has gathered
   * @param inner first matrix of the feed-forward network
   * @param outer its second
   */
  record BlockNames(
      String layers,
      String query,
      String key,
      String value,
      String projection,
      String attentionNorm,
      String inner,
      String outer,
      String outputNorm) {
    static final BlockNames OF_DISTILBERT =
        new BlockNames(
            "transformer.layer.",
            "attention.q_lin",
            "attention.k_lin",
            "attention.v_lin",
            "attention.out_lin",
            "sa_layer_norm",
            "ffn.lin1",
            "ffn.lin2",
            "output_layer_norm");

    static final BlockNames OF_BERT =
        new BlockNames(
            "encoder.layer.",
            "attention.self.query",
            "attention.self.key",
            "attention.self.value",
            "attention.output.dense",
            "attention.output.LayerNorm",
            "intermediate.dense",
            "output.dense",
            "output.LayerNorm");
  }

  /**
   * The classifier on the first token's vector: a matrix, an activation, another matrix.
   *
   * @param activation operator of ONNX
   */
  record HeadNames(String dense, String activation, String output) {
    static final HeadNames OF_ROBERTA =
        new HeadNames("classifier.dense", "Tanh", "classifier.out_proj");
  }
}
