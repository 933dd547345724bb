package distilbench.model.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import distilbench.model.Geometry;

/**
 * Writes the STANDARD graph: what a PyTorch export of a model amounts to, in standard operators of
 * opset 17.
 *
 * <p>Inputs {@code input_ids} and {@code attention_mask}, int64 [batch, sequence] (mask 1 for a
 * token, 0 for padding); output {@code logits}, float32 [batch, labels], or {@code
 * last_hidden_state}, float32 [batch, sequence, hidden]. Batch and sequence are dynamic. All
 * families have the post-layer-norm blocks of Vaswani et al. 2017 (arXiv:1706.03762); the first
 * token's vector is classified; all tokens are of type 0.
 */
public final class StandardGraph {
  public static final String INPUT_IDS = "input_ids";
  public static final String ATTENTION_MASK = "attention_mask";
  public static final String LOGITS = "logits";
  public static final String LAST_HIDDEN_STATE = "last_hidden_state";

  /** The shape into which hidden states are split: 0, 0, heads, width of a head. */
  static final String SPLIT_HEADS = "split_heads";

  private static final String FIRST = "first_token";
  private static final double CUBE_FACTOR = 0.044715;

  private final Architecture architecture;
  private final GraphBuilder graph;

  private StandardGraph(Architecture architecture) {
    this.architecture = architecture;
    this.graph = new GraphBuilder(architecture.family().modelType());
  }

  /**
   * Builds the graph.
   *
   * @param layout where the weights lie: {@link Architecture#tensors} in a file
   * @param weightsFile name of the weights file, in the model's own folder
   */
  public static ModelProto build(
      Architecture architecture, WeightLayout layout, String weightsFile) {
    StandardGraph builder = new StandardGraph(architecture);
    builder.declareInputsAndOutput();
    builder.addNodes();
    layout.offsets().forEach((tensor, at) -> builder.graph.weights(tensor, at, weightsFile));
    builder.declareConstants();
    return builder.graph.build();
  }

  private void declareInputsAndOutput() {
    graph.input(INPUT_IDS, GraphBuilder.INT64, "batch", "sequence");
    graph.input(ATTENTION_MASK, GraphBuilder.INT64, "batch", "sequence");
    if (architecture.isClassifier()) {
      graph.output(LOGITS, GraphBuilder.FLOAT, "batch", architecture.labels());
    } else {
      int hidden = architecture.geometry().hidden();
      graph.output(LAST_HIDDEN_STATE, GraphBuilder.FLOAT, "batch", "sequence", hidden);
    }
  }

  /** Those that no node reads are left out. */
  private void declareConstants() {
    Geometry geometry = architecture.geometry();
    graph.scalar("lowest", -Float.MAX_VALUE);
    graph.scalar("one", 1f);
    graph.scalar("half", 0.5f);
    graph.scalar("sqrt_2", (float) Math.sqrt(2));
    graph.scalar("three", 3f);
    graph.scalar("cube_factor", (float) CUBE_FACTOR);
    graph.scalar("sqrt_2_by_pi", (float) Math.sqrt(2 / Math.PI));
    graph.scalar("sqrt_head_size", (float) Math.sqrt(geometry.headSize()));
    graph.integers("index_0", 0);
    graph.integers("axes_1_2", 1, 2);
    graph.integers("index_1", 1);
    graph.scalarInteger(FIRST, 0);
    graph.scalarInteger("sequence_axis", 1);
    graph.scalarInteger("pad_id", architecture.padId());
    graph.integers(SPLIT_HEADS, 0, 0, geometry.heads(), geometry.headSize());
    graph.integers("join_heads", 0, 0, geometry.hidden());
  }

  private void addNodes() {
    Family.BlockNames names = architecture.family().block();
    String hidden = embeddings();
    String bias = attentionBias();
    for (int layer = 0; layer < architecture.geometry().layers(); layer++) {
      String prefix = architecture.layerPrefix(layer);
      String attended = attention(prefix, hidden, bias);
      hidden = norm(prefix + names.attentionNorm(), add(prefix + "residual", attended, hidden));
      String inner = activation(prefix + "ffn.", linear(prefix + names.inner(), hidden));
      String outer = linear(prefix + names.outer(), inner);
      String sum = add(prefix + "ffn.residual", outer, hidden);
      boolean isOutput =
          layer == architecture.geometry().layers() - 1 && !architecture.isClassifier();
      String norm = prefix + names.outputNorm();
      hidden = isOutput ? norm(norm, LAST_HIDDEN_STATE, sum) : norm(norm, sum);
    }
    if (architecture.isClassifier()) {
      classify(hidden);
    }
  }

  private void classify(String hidden) {
    Family.HeadNames head = architecture.family().head();
    String first = graph.node("Gather", "cls", hidden, FIRST);
    graph.attribute("axis", 1);
    String pooled = graph.node(head.activation(), "pooled", linear(head.dense(), first));
    String product =
        graph.node("MatMul", head.output() + ".matmul", pooled, head.output() + ".weight");
    add(LOGITS, product, head.output() + ".bias");
  }

  private String embeddings() {
    String prefix = architecture.prefix() + "embeddings.";
    String table = prefix + "position_embeddings.weight";
    boolean fromPadding = architecture.family().countsPositionsFromPadding();
    String rows = fromPadding ? positionsFromPadding() : sequenceLength();
    String words = graph.node("Gather", "words", prefix + "word_embeddings.weight", INPUT_IDS);
    String places =
        fromPadding
            ? graph.node("Gather", "positions", table, rows)
            : graph.node("Slice", "positions", table, "index_0", rows, "index_0");
    if (architecture.family().hasTokenTypes()) {
      String types = prefix + "token_type_embeddings.weight";
      places = add("typed_positions", places, graph.node("Gather", "token_type", types, FIRST));
    }
    return norm(prefix + "LayerNorm", add("embedded", words, places));
  }

  private String sequenceLength() {
    String shape = graph.node("Shape", "ids_shape", INPUT_IDS);
    return graph.node("Gather", "sequence_length", shape, "index_1");
  }

  /** The padding token's id of padding, of others that plus their number among the others. */
  private String positionsFromPadding() {
    String padding = graph.node("Equal", "is_padding", INPUT_IDS, "pad_id");
    String tokens = graph.node("Cast", "counted", graph.node("Not", "is_token", padding));
    graph.attribute("to", GraphBuilder.INT64);
    String numbers = graph.node("CumSum", "tokens_so_far", tokens, "sequence_axis");
    String ofTokens = graph.node("Mul", "token_numbers", numbers, tokens);
    return add("position_ids", ofTokens, "pad_id");
  }

  /** The mask as a term to add to attention scores: 0 for a token, the lowest float for padding. */
  private String attentionBias() {
    String mask = graph.node("Cast", "mask_float", ATTENTION_MASK);
    graph.attribute("to", GraphBuilder.FLOAT);
    String padding = graph.node("Sub", "mask_inverted", "one", mask);
    String bias = graph.node("Mul", "mask_lowest", padding, "lowest");
    return graph.node("Unsqueeze", "attention_bias", bias, "axes_1_2");
  }

  private String attention(String layer, String hidden, String bias) {
    Family.BlockNames names = architecture.family().block();
    String prefix = layer + "attention.";
    String query = heads(prefix + "query", linear(layer + names.query(), hidden), 0, 2, 1, 3);
    String keys = heads(prefix + "keys", linear(layer + names.key(), hidden), 0, 2, 3, 1);
    String values = heads(prefix + "values", linear(layer + names.value(), hidden), 0, 2, 1, 3);
    String scaled = graph.node("Div", prefix + "scaled", query, "sqrt_head_size");
    String scores = graph.node("MatMul", prefix + "scores", scaled, keys);
    String masked = add(prefix + "masked", scores, bias);
    String shares = graph.node("Softmax", prefix + "shares", masked);
    graph.attribute("axis", -1);
    String context = graph.node("MatMul", prefix + "context", shares, values);
    String byToken = graph.node("Transpose", prefix + "by_token", context);
    graph.attribute("perm", 0, 2, 1, 3);
    String joined = graph.node("Reshape", prefix + "joined", byToken, "join_heads");
    return linear(layer + names.projection(), joined);
  }

  private String heads(String name, String projected, long... permutation) {
    String split = graph.node("Reshape", name + ".split", projected, SPLIT_HEADS);
    String heads = graph.node("Transpose", name, split);
    graph.attribute("perm", permutation);
    return heads;
  }

  private String activation(String prefix, String input) {
    return switch (architecture.activation()) {
      case GELU -> gelu(prefix, input);
      case GELU_TANH -> geluByTanh(prefix, input);
      case RELU -> graph.node("Relu", prefix + "relu", input);
    };
  }

  private String gelu(String prefix, String input) {
    String scaled = graph.node("Div", prefix + "gelu.div", input, "sqrt_2");
    String shifted = add(prefix + "gelu.add", graph.node("Erf", prefix + "erf", scaled), "one");
    String product = graph.node("Mul", prefix + "gelu.mul", input, shifted);
    return graph.node("Mul", prefix + "gelu", product, "half");
  }

  private String geluByTanh(String prefix, String input) {
    String halved = graph.node("Mul", prefix + "gelu.half", input, "half");
    String cube = graph.node("Pow", prefix + "gelu.cube", input, "three");
    String bent = graph.node("Mul", prefix + "gelu.bent", cube, "cube_factor");
    String sum = add(prefix + "gelu.sum", input, bent);
    String scaled = graph.node("Mul", prefix + "gelu.scaled", sum, "sqrt_2_by_pi");
    String shifted = add(prefix + "gelu.add", graph.node("Tanh", prefix + "tanh", scaled), "one");
    return graph.node("Mul", prefix + "gelu", halved, shifted);
  }

  private String linear(String name, String input) {
    String product = graph.node("MatMul", name + ".matmul", input, name + ".weight");
    return add(name + ".out", name + ".bias", product);
  }

  private String norm(String name, String input) {
    return norm(name, name + ".out", input);
  }

  private String norm(String name, String output, String input) {
    graph.node("LayerNormalization", output, input, name + ".weight", name + ".bias");
    graph.attribute("axis", -1);
    graph.attribute("epsilon", architecture.layerNormEpsilon());
    return output;
  }

  private String add(String name, String left, String right) {
    return graph.node("Add", name, left, right);
  }
}
