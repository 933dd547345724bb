package distilbench.model.graph;

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
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** Puts an ONNX graph of standard operators together, node by node. */
public final class GraphBuilder {
  /** Who made a graph, as its file says. */
  static final String PRODUCER = "distilbench";

  static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;
  static final int INT64 = TensorProto.DataType.INT64_VALUE;

  private static final int OPSET = 17;
  private static final int IR_VERSION = 8;

  private final GraphProto.Builder graph;
  private final Set<String> used = new HashSet<>();

  GraphBuilder(String name) {
    graph = GraphProto.newBuilder().setName(name);
  }

  /** A graph with its operator set: what an ONNX file holds. */
  public static ModelProto modelOf(GraphProto.Builder graph) {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName(PRODUCER)
        .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("").setVersion(OPSET))
        .setGraph(graph)
        .build();
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

  ModelProto build() {
    return modelOf(graph);
  }

  void input(String name, int type, Object... dimensions) {
    graph.addInput(value(name, type, dimensions));
  }

  void output(String name, int type, Object... dimensions) {
    graph.addOutput(value(name, type, dimensions));
  }

  /** Declares weights that lie in a file of their own. */
  void weights(Tensor tensor, long offset, String file) {
    TensorProto.Builder weights =
        TensorProto.newBuilder()
            .setName(tensor.name())
            .setDataType(FLOAT)
            .setDataLocation(TensorProto.DataLocation.EXTERNAL);
    tensor.shape().forEach(weights::addDims);
    Map.of(
            "location", file,
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

  /** Appends a node whose only output has the node's own name; returns that name. */
  String node(String operator, String name, String... inputs) {
    NodeProto.Builder node = NodeProto.newBuilder().setOpType(operator).setName(name);
    for (String input : inputs) {
      node.addInput(input);
      used.add(input);
    }
    graph.addNode(node.addOutput(name));
    return name;
  }

  /** Gives the last node an attribute. */
  void attribute(String name, long value) {
    lastNode()
        .addAttribute(
            AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value));
  }

  /** Gives the last node an attribute. */
  void attribute(String name, long... values) {
    AttributeProto.Builder attribute =
        AttributeProto.newBuilder().setName(name).setType(AttributeProto.AttributeType.INTS);
    for (long value : values) {
      attribute.addInts(value);
    }
    lastNode().addAttribute(attribute);
  }

  /** Gives the last node an attribute. */
  void attribute(String name, float value) {
    lastNode()
        .addAttribute(
            AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(value));
  }

  private NodeProto.Builder lastNode() {
    return graph.getNodeBuilder(graph.getNodeCount() - 1);
  }

  /** Declares a constant, if a node reads it. */
  void scalar(String name, float value) {
    ByteBuffer bytes = ByteBuffer.allocate(Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    constant(name, FLOAT, bytes.putFloat(value));
  }

  /** Declares a constant, if a node reads it. */
  void scalarInteger(String name, long value) {
    ByteBuffer bytes = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    constant(name, INT64, bytes.putLong(value));
  }

  /** Declares a constant vector, if a node reads it. */
  void integers(String name, long... values) {
    if (used.contains(name)) {
      graph.addInitializer(ConstantVector.of(name, values));
    }
  }

  private void constant(String name, int type, ByteBuffer bytes) {
    if (!used.contains(name)) {
      return;
    }
    TensorProto.Builder tensor =
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(type)
            .setRawData(ByteString.copyFrom(bytes.flip()));
    graph.addInitializer(tensor);
  }
}
