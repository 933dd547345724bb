package distilbench.model.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import distilbench.model.Geometry;
import distilbench.model.Graph;
import java.util.Map;

/**
 * Wires an encoder's weights into a graph of standard operators of opset 17.
 *
 * <p>Inputs {@code input_ids} and {@code attention_mask}, int64 [batch, sequence] (mask 1 for a
 * token, 0 for padding); output {@code logits}, float32 [batch, labels], or {@code
 * last_hidden_state}, float32 [batch, sequence, hidden], of which CLS_ONLY gives the first token's
 * as {@code first_hidden_state}, float32 [batch, hidden]. Batch and sequence are dynamic. All
 * families have the post-layer-norm blocks of Vaswani et al. 2017 (arXiv:1706.03762); the first
 * token's vector is classified; all tokens are of type 0.
 *
 * <p>STANDARD is what a PyTorch export of a model amounts to. CLS_ONLY leaves out of the last layer
 * what nobody reads: other tokens than the first lend it their keys and values, and need no query,
 * no output projection and no feed-forward network.
 */
public final class EncoderGraph {
  public static final String INPUT_IDS = "input_ids";
  public static final String ATTENTION_MASK = "attention_mask";
  public static final String LOGITS = "logits";
  public static final String LAST_HIDDEN_STATE = "last_hidden_state";
  public static final String FIRST_HIDDEN_STATE = "first_hidden_state";

  /** The shape into which hidden states are split: 0, 0, heads, width of a head. */
  static final String SPLIT_HEADS = "split_heads";

  private static final String FIRST = "first_token";
  private static final double CUBE_FACTOR = 0.044715;

  private final Architecture architecture;
  private final boolean firstOnly;
  private final GraphBuilder graph;

  private EncoderGraph(Architecture architecture, Graph kind) {
    this.architecture = architecture;
    this.firstOnly = kind == Graph.CLS_ONLY;
    this.graph = new GraphBuilder(architecture.family().modelType());
  }

  /**
   * Builds the graph.
   *
   * @param offsets where the weights lie: all of {@link Architecture#tensors}, in bytes
   * @param weightsFile name of the file that holds them, in the model's own folder
   */
  public static ModelProto build(
      Architecture architecture, Graph kind, Map<Tensor, Long> offsets, String weightsFile) {
    EncoderGraph builder = new EncoderGraph(architecture, kind);
    builder.declareInputsAndOutput();
    builder.addNodes();
    offsets.forEach((tensor, at) -> builder.graph.weights(tensor, at, weightsFile));
    builder.declareConstants();
    return builder.graph.build();
  }

  private void declareInputsAndOutput() {
    graph.input(INPUT_IDS, GraphBuilder.INT64, "batch", "sequence");
    graph.input(ATTENTION_MASK, GraphBuilder.INT64, "batch", "sequence");
    if (architecture.isClassifier()) {
      graph.output(LOGITS, GraphBuilder.FLOAT, "batch", architecture.labels());
    } else if (firstOnly) {
      graph.output(FIRST_HIDDEN_STATE, GraphBuilder.FLOAT, "batch", hidden());
    } else {
      graph.output(LAST_HIDDEN_STATE, GraphBuilder.FLOAT, "batch", "sequence", hidden());
    }
  }

  private int hidden() {
    return architecture.geometry().hidden();
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
    graph.integers("split_first", 0, geometry.heads(), 1, geometry.headSize());
    graph.integers("join_first", 0, geometry.hidden());
  }

  private void addNodes() {
    String hidden = embeddings();
    String bias = attentionBias();
    int last = architecture.geometry().layers() - 1;
    for (int layer = 0; layer < last; layer++) {
      hidden = layer(layer, hidden, bias);
    }
    if (architecture.isClassifier()) {
      classify(
          firstOnly
              ? outputNorm(last, firstSum(last, hidden, bias))
              : first(layer(last, hidden, bias)));
    } else {
      String sum = firstOnly ? firstSum(last, hidden, bias) : sum(last, hidden, bias);
      outputNorm(last, firstOnly ? FIRST_HIDDEN_STATE : LAST_HIDDEN_STATE, sum);
    }
  }

  /** What a layer gives for all tokens, [batch, sequence, hidden], from the same of them. */
  private String layer(int layer, String hidden, String bias) {
    return outputNorm(layer, sum(layer, hidden, bias));
  }

  /** That before the layer's last norm. */
  private String sum(int layer, String hidden, String bias) {
    String prefix = architecture.layerPrefix(layer);
    String query =
        heads(prefix + "attention.query", linear(prefix + names().query(), hidden), 0, 2, 1, 3);
    String context = attention(prefix, query, hidden, bias);
    String byToken = graph.node("Transpose", prefix + "attention.by_token", context);
    graph.attribute("perm", 0, 2, 1, 3);
    String joined = graph.node("Reshape", prefix + "attention.joined", byToken, "join_heads");
    return feedForward(prefix, joined, hidden);
  }

  /**
   * The same for the first token alone, [batch, hidden]. One query needs no transposition: its
   * heads lie behind each other as it is.
   */
  private String firstSum(int layer, String hidden, String bias) {
    String prefix = architecture.layerPrefix(layer);
    String first = first(hidden);
    String query = linear(prefix + names().query(), first);
    String heads = graph.node("Reshape", prefix + "attention.query", query, "split_first");
    String context = attention(prefix, heads, hidden, bias);
    String joined = graph.node("Reshape", prefix + "attention.joined", context, "join_first");
    return feedForward(prefix, joined, first);
  }

  /** The rest of a layer but its last norm, for some tokens of it. */
  private String feedForward(String prefix, String attended, String hidden) {
    String projected = linear(prefix + names().projection(), attended);
    String sum = add(prefix + "residual", projected, hidden);
    String normed = norm(prefix + names().attentionNorm(), sum);
    String inner = activation(prefix + "ffn.", linear(prefix + names().inner(), normed));
    return add(prefix + "ffn.residual", linear(prefix + names().outer(), inner), normed);
  }

  private String outputNorm(int layer, String sum) {
    return norm(architecture.layerPrefix(layer) + names().outputNorm(), sum);
  }

  private void outputNorm(int layer, String output, String sum) {
    norm(architecture.layerPrefix(layer) + names().outputNorm(), output, sum);
  }

  private Family.BlockNames names() {
    return architecture.family().block();
  }

  private String first(String hidden) {
    String first = graph.node("Gather", "cls", hidden, FIRST);
    graph.attribute("axis", 1);
    return first;
  }

  private void classify(String first) {
    Family.HeadNames head = architecture.family().head();
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

  /**
   * What queries gather from all tokens.
   *
   * @param query [batch, heads, queries, width of a head], as is what it returns
   */
  private String attention(String layer, String query, String hidden, String bias) {
    String prefix = layer + "attention.";
    String keys = heads(prefix + "keys", linear(layer + names().key(), hidden), 0, 2, 3, 1);
    String values = heads(prefix + "values", linear(layer + names().value(), hidden), 0, 2, 1, 3);
    String scaled = graph.node("Div", prefix + "scaled", query, "sqrt_head_size");
    String scores = graph.node("MatMul", prefix + "scores", scaled, keys);
    String masked = add(prefix + "masked", scores, bias);
    String shares = graph.node("Softmax", prefix + "shares", masked);
    graph.attribute("axis", -1);
    return graph.node("MatMul", prefix + "context", shares, values);
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
