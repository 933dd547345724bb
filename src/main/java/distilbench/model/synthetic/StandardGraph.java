package distilbench.model.synthetic;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import distilbench.model.Geometry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/**
 * Writes the STANDARD graph: what a PyTorch export of {@code DistilBertForSequenceClassification}
 * amounts to, in standard operators of opset 17.
 *
 * <p>Inputs {@code input_ids} and {@code attention_mask}, int64 [batch, sequence] (mask 1 for a
 * token, 0 for padding); output {@code logits}, float32 [batch, 2]. Both axes are dynamic.
 * Architecture: Sanh et al. 2019 (arXiv:1910.01108) and the reference implementation's
 * post-layer-norm blocks, LayerNorm epsilon 1e-12, exact (erf) GELU.
 */
public final class StandardGraph {
  static final String INPUT_IDS = "input_ids";
  static final String ATTENTION_MASK = "attention_mask";
  static final String LOGITS = "logits";

  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;
  private static final float LAYER_NORM_EPSILON = 1e-12f;
  private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;
  private static final int INT64 = TensorProto.DataType.INT64_VALUE;

  private final Geometry geometry;
  private final GraphProto.Builder graph = GraphProto.newBuilder().setName("distilbert");

  private StandardGraph(Geometry geometry) {
    this.geometry = geometry;
  }

  /**
   * Builds the graph.
   *
   * @param layout where the weights lie
   * @param weightsFile name of the weights file, in the model's own folder
   */
  static ModelProto build(Geometry geometry, WeightLayout layout, String weightsFile) {
    StandardGraph builder = new StandardGraph(geometry);
    builder.declareInputsAndOutput();
    layout.offsets().forEach((tensor, at) -> builder.declareWeights(tensor, at, weightsFile));
    builder.declareConstants();
    builder.addNodes();
    return modelOf(builder.graph);
  }

  /** A graph with its operator set: what an ONNX file holds. */
  public static ModelProto modelOf(GraphProto.Builder graph) {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("distilbench")
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build();
  }

  private void declareInputsAndOutput() {
    graph.addInput(value(INPUT_IDS, INT64, "batch", "sequence"));
    graph.addInput(value(ATTENTION_MASK, INT64, "batch", "sequence"));
    graph.addOutput(value(LOGITS, FLOAT, "batch", Geometry.LABELS));
  }

  private void declareWeights(Tensor tensor, long offset, String weightsFile) {
    TensorProto.Builder weights =
        TensorProto.newBuilder()
            .setName(tensor.name())
            .setDataType(FLOAT)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL);
    tensor.shape().forEach(weights::addDims);
    Map.of(
            "location", weightsFile,
            "offset", Long.toString(offset),
            "length", Long.toString(tensor.bytes()))
        .entrySet()
        .stream()
        .sorted(Map.Entry.comparingByKey())
        .forEach(
            entry ->
                weights.addExternalData(
                    StringStringEntryProto.newBuilder()
                        .setKey(entry.getKey())
                        .setValue(entry.getValue())));
    graph.addInitializer(weights);
  }

  private void declareConstants() {
    scalar("lowest", -Float.MAX_VALUE);
    scalar("one", 1f);
    scalar("half", 0.5f);
    scalar("sqrt_2", (float) Math.sqrt(2));
    scalar("sqrt_head_size", (float) Math.sqrt(geometry.headSize()));
    integers("index_0", 0);
    integers("axes_1_2", 1, 2);
    integers("index_1", 1);
    scalarInteger("first_token", 0);
    integers("split_heads", 0, 0, geometry.heads(), geometry.headSize());
    integers("join_heads", 0, 0, geometry.hidden());
  }

  private void addNodes() {
    String hidden = embeddings();
    String bias = attentionBias();
    for (int layer = 0; layer < geometry.layers(); layer++) {
      String prefix = Architecture.layerPrefix(layer);
      String attended = attention(prefix + "attention.", hidden, bias);
      hidden = norm(prefix + "sa_layer_norm", node("Add", prefix + "residual", attended, hidden));
      String inner = gelu(prefix + "ffn.", linear(prefix + "ffn.lin1", hidden));
      String outer = linear(prefix + "ffn.lin2", inner);
      hidden =
          norm(prefix + "output_layer_norm", node("Add", prefix + "ffn.residual", outer, hidden));
    }
    String first = node("Gather", "cls", hidden, "first_token");
    attribute("axis", 1);
    String pooled = node("Relu", "pooled", linear("pre_classifier", first));
    String product = node("MatMul", "classifier.matmul", pooled, "classifier.weight");
    node("Add", LOGITS, product, "classifier.bias");
  }

  private String embeddings() {
    String prefix = "distilbert.embeddings.";
    String shape = node("Shape", "ids_shape", INPUT_IDS);
    String length = node("Gather", "sequence_length", shape, "index_1");
    String words = node("Gather", "words", prefix + "word_embeddings.weight", INPUT_IDS);
    String table = prefix + "position_embeddings.weight";
    String positions = node("Slice", "positions", table, "index_0", length, "index_0");
    return norm(prefix + "LayerNorm", node("Add", "embedded", words, positions));
  }

  /** The mask as a term to add to attention scores: 0 for a token, the lowest float for padding. */
  private String attentionBias() {
    String mask = node("Cast", "mask_float", ATTENTION_MASK);
    attribute("to", FLOAT);
    String padding = node("Sub", "mask_inverted", "one", mask);
    String bias = node("Mul", "mask_lowest", padding, "lowest");
    return node("Unsqueeze", "attention_bias", bias, "axes_1_2");
  }

  private String attention(String prefix, String hidden, String bias) {
    String query = heads(prefix + "query", linear(prefix + "q_lin", hidden), 0, 2, 1, 3);
    String keys = heads(prefix + "keys", linear(prefix + "k_lin", hidden), 0, 2, 3, 1);
    String values = heads(prefix + "values", linear(prefix + "v_lin", hidden), 0, 2, 1, 3);
    String scaled = node("Div", prefix + "scaled", query, "sqrt_head_size");
    String scores = node("MatMul", prefix + "scores", scaled, keys);
    String masked = node("Add", prefix + "masked", scores, bias);
    String shares = node("Softmax", prefix + "shares", masked);
    attribute("axis", -1);
    String context = node("MatMul", prefix + "context", shares, values);
    String byToken = node("Transpose", prefix + "by_token", context);
    attribute("perm", 0, 2, 1, 3);
    String joined = node("Reshape", prefix + "joined", byToken, "join_heads");
    return linear(prefix + "out_lin", joined);
  }

  private String heads(String name, String projected, long... permutation) {
    String split = node("Reshape", name + ".split", projected, "split_heads");
    String heads = node("Transpose", name, split);
    attribute("perm", permutation);
    return heads;
  }

  private String gelu(String prefix, String input) {
    String erf = node("Erf", prefix + "erf", node("Div", prefix + "gelu.div", input, "sqrt_2"));
    String shifted = node("Add", prefix + "gelu.add", erf, "one");
    String product = node("Mul", prefix + "gelu.mul", input, shifted);
    return node("Mul", prefix + "gelu", product, "half");
  }

  private String linear(String name, String input) {
    String product = node("MatMul", name + ".matmul", input, name + ".weight");
    return node("Add", name + ".out", name + ".bias", product);
  }

  private String norm(String name, String input) {
    String output =
        node("LayerNormalization", name + ".out", input, name + ".weight", name + ".bias");
    attribute("axis", -1);
    lastNode()
        .addAttribute(
            AttributeProto.newBuilder()
                .setName("epsilon")
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(LAYER_NORM_EPSILON));
    return output;
  }

  /** Appends a node whose only output has the node's own name; returns that name. */
  private String node(String operator, String name, String... inputs) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).setName(name);
    for (String input : inputs) {
      node.addInput(input);
    }
    graph.addNode(node.addOutput(name));
    return name;
  }

  private void attribute(String name, long value) {
    lastNode()
        .addAttribute(
            AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value));
  }

  private void attribute(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    lastNode().addAttribute(attribute);
  }

  private NodeProto.Builder lastNode() {
    return graph.getNodeBuilder(graph.getNodeCount() - 1);
  }

  private void scalar(String name, float value) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    constant(name, FLOAT, bytes.putFloat(value));
  }

  private void scalarInteger(String name, long value) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    constant(name, INT64, bytes.putLong(value));
  }

  private void integers(String name, long... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(Long.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    for (long value : values) {
      bytes.putLong(value);
    }
    constant(name, INT64, bytes, values.length);
  }

  private void constant(String name, int type, ByteBuffer bytes, long... dimensions) {
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type)
            .setRawData(ByteString.copyFrom(bytes.flip()));
    for (long dimension : dimensions) {
      tensor.addDims(dimension);
    }
    graph.addInitializer(tensor);
  }

  /** Declares an input or output; dimensions are sizes, or names where any size will do. */
  public static ValueInfoProto value(String name, int type, Object... dimensions) {
    TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
    for (Object dimension : dimensions) {
      if (dimension instanceof Integer size) {
        shape.addDimBuilder().setDimValue(size);
      } else {
        shape.addDimBuilder().setDimParam((String) dimension);
      }
    }
    TypeProto.Tensor tensor =
        TypeProto.Tensor.newBuilder().setElemType(type).setShape(shape).build();
    return ValueInfoProto.newBuilder()
        .setName(name)
        .setType(TypeProto.newBuilder().setTensorType(tensor))
        .build();
  }
}
