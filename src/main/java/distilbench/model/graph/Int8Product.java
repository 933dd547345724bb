package distilbench.model.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.util.List;

/**
 * Nodes of a graph that multiply rows with a matrix of 8-bit integers, in ONNX's own operators.
 * ONNX Runtime makes one operator of a product and what follows it and, if the rows are multiplied
 * with no other matrix, of their rounding too.
 */
public final class Int8Product {
  private static final String ROUNDED = "_quantized";
  private static final String SCALE = "_scale";
  private static final String ZERO_POINT = "_zero_point";
  private static final AttributeProto TO_FLOAT =
      AttributeProto.newBuilder()
          .setName("to")
          .setType(AttributeProto.AttributeType.INT)
          .setI(TensorProto.DataType.FLOAT_VALUE)
          .build();

  private Int8Product() {}

  /**
   * Rounds rows to unsigned bytes as they come, with one scale and zero point for all of them.
   *
   * @param rows name of float32 [..., k]
   */
  public static NodeProto round(String rows) {
    return node("DynamicQuantizeLinear", rows + ROUNDED, rows)
        .addOutput(rows + SCALE)
        .addOutput(rows + ZERO_POINT)
        .build();
  }

  /**
   * Multiplies rounded rows.
   *
   * @param rows name of what {@link #round} has rounded
   * @param integers name of the matrix, int8 [k, n]
   * @param scales name of its columns' scales, float32 [n]
   * @param product name of the result, float32 [..., n]
   */
  public static List<NodeProto> multiply(
      String rows, String integers, String scales, String product) {
    String sums = product + "_sums";
    String floats = product + "_floats";
    String steps = product + "_steps";
    return List.of(
        node("MatMulInteger", sums, rows + ROUNDED, integers, rows + ZERO_POINT).build(),
        node("Cast", floats, sums).addAttribute(TO_FLOAT).build(),
        node("Mul", steps, rows + SCALE, scales).build(),
        node("Mul", product, floats, steps).build());
  }

  private static NodeProto.Builder node(String operator, String result, String... inputs) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(result)
        .addAllInput(List.of(inputs))
        .addOutput(result);
  }
}
