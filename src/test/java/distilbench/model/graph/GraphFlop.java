package distilbench.model.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import distilbench.model.ModelFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts the floating-point operations of a graph's matrix products by following the shapes through
 * {@code model.onnx}, without any idea of what the graph computes.
 */
public final class GraphFlop {
  private final Map<String, List<Long>> shapes = new HashMap<>();
  private final Map<String, long[]> integers = new HashMap<>();
  private final long tokens;
  private long flop;

  private GraphFlop(long tokens) {
    this.tokens = tokens;
  }

  /** Operations of one forward pass of one text. */
  public static long ofOneText(GraphProto graph, int tokens) {
    return new GraphFlop(tokens).count(graph);
  }

  /** Operations of one forward pass of one text. */
  public static long ofOneText(ModelFolder model, int tokens) throws IOException {
    return new GraphFlop(tokens).count(StoredTensor.graph(model).getGraph());
  }

  private long count(GraphProto graph) {
    graph.getInputList().forEach(input -> shapes.put(input.getName(), List.of(1L, tokens)));
    for (TensorProto tensor : graph.getInitializerList()) {
      shapes.put(tensor.getName(), tensor.getDimsList());
      if (tensor.getDataType() == TensorProto.DataType.INT64_VALUE) {
        integers.put(tensor.getName(), values(tensor));
      }
    }
    graph.getNodeList().forEach(node -> shapes.put(node.getOutput(0), outputShape(node)));
    return flop;
  }

  private static long[] values(TensorProto tensor) {
    ByteBuffer bytes = tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    long[] values = new long[bytes.remaining() / Long.BYTES];
    bytes.asLongBuffer().get(values);
    return values;
  }

  private List<Long> outputShape(NodeProto node) {
    List<Long> first = shapes.get(node.getInput(0));
    return switch (node.getOpType()) {
      case "MatMul" -> product(first, shapes.get(node.getInput(1)));
      case "Add", "Sub", "Mul", "Div", "Pow", "Equal" ->
          broadcast(first, shapes.get(node.getInput(1)));
      case "Cast", "Softmax", "Erf", "Relu", "Tanh", "Not", "CumSum", "LayerNormalization" -> first;
      case "Shape" -> List.of((long) first.size());
      case "Gather" -> gathered(first, shapes.get(node.getInput(1)), axis(node));
      // The rows of a table up to the number of tokens.
      case "Slice" -> List.of(tokens, first.get(1));
      case "Unsqueeze" -> unsqueezed(first, integers.get(node.getInput(1)));
      case "Reshape" -> reshaped(first, integers.get(node.getInput(1)));
      case "Transpose" ->
          attribute(node, "perm").getIntsList().stream().map(i -> first.get(i.intValue())).toList();
      default -> throw new IllegalStateException("what shape does " + node.getOpType() + " give?");
    };
  }

  private List<Long> product(List<Long> left, List<Long> right) {
    List<Long> shape =
        new ArrayList<>(
            broadcast(left.subList(0, left.size() - 2), right.subList(0, right.size() - 2)));
    shape.add(left.get(left.size() - 2));
    shape.add(right.get(right.size() - 1));
    long terms = left.get(left.size() - 1);
    flop += 2 * terms * shape.stream().reduce(1L, Math::multiplyExact);
    return shape;
  }

  private static List<Long> broadcast(List<Long> left, List<Long> right) {
    List<Long> shape = new ArrayList<>();
    for (int i = 1; i <= Math.max(left.size(), right.size()); i++) {
      long one = i <= left.size() ? left.get(left.size() - i) : 1;
      long other = i <= right.size() ? right.get(right.size() - i) : 1;
      shape.add(Math.max(one, other));
    }
    Collections.reverse(shape);
    return shape;
  }

  private static List<Long> gathered(List<Long> table, List<Long> indices, int axis) {
    List<Long> shape = new ArrayList<>(table.subList(0, axis));
    shape.addAll(indices);
    shape.addAll(table.subList(axis + 1, table.size()));
    return shape;
  }

  private static List<Long> unsqueezed(List<Long> shape, long[] axes) {
    List<Long> longer = new ArrayList<>(shape);
    for (long axis : axes) {
      longer.add((int) axis, 1L);
    }
    return longer;
  }

  /** 0 keeps a dimension. */
  private static List<Long> reshaped(List<Long> shape, long[] target) {
    List<Long> other = new ArrayList<>();
    for (int i = 0; i < target.length; i++) {
      other.add(target[i] == 0 ? shape.get(i) : target[i]);
    }
    return other;
  }

  private static int axis(NodeProto node) {
    return node.getAttributeCount() == 0 ? 0 : (int) attribute(node, "axis").getI();
  }

  private static AttributeProto attribute(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findFirst()
        .orElseThrow();
  }
}
