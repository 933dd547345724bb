package distilbench.gemm;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import distilbench.machine.Int8Sums;
import distilbench.model.graph.Int8Columns;
import distilbench.model.graph.Int8Range;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.function.DoubleUnaryOperator;

/**
 * The values of a {@link Float32Matrix} in 8-bit integers, one scale for each column. ONNX Runtime
 * rounds the rows to 8 bits as they come, multiplies and adds integers, and turns each sum into
 * float32: {@code DynamicQuantizeLinear}, {@code MatMulInteger}, {@code Cast} and {@code Mul},
 * which it fuses.
 */
final class Int8Matrix implements ConstantMatrix {
  private static final int FLOAT = TensorProto.DataType.FLOAT_VALUE;

  private final MatrixShape shape;
  private final String name;
  private final Int8Columns weights;

  /** Rounds a matrix to as many integers as this CPU's products bear. */
  Int8Matrix(Float32Matrix matrix) {
    this(matrix, Int8Sums.areExact() ? Int8Range.FULL : Int8Range.REDUCED);
  }

  Int8Matrix(Float32Matrix matrix, Int8Range range) {
    this.shape = matrix.shape();
    this.name = matrix.name();
    this.weights = Int8Columns.of(matrix.weights().asFloatBuffer(), shape.n(), range);
  }

  @Override
  public MatrixShape shape() {
    return shape;
  }

  @Override
  public void addTo(GraphProto.Builder graph, String input, String output) {
    String scales = name + "_scales";
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.INT8_VALUE)
            .addDims(shape.k())
            .addDims(shape.n())
            .setRawData(UnsafeByteOperations.unsafeWrap(weights.values())));
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(scales)
            .setDataType(FLOAT)
            .addDims(shape.n())
            .setRawData(bytes(weights.scales())));
    String rows = output + "_rows";
    String scale = output + "_scale";
    String zeroPoint = output + "_zero_point";
    graph.addNode(
        node("DynamicQuantizeLinear", List.of(input), rows).addOutput(scale).addOutput(zeroPoint));
    String sums = output + "_sums";
    graph.addNode(node("MatMulInteger", List.of(rows, name, zeroPoint), sums));
    String cast = output + "_cast";
    graph.addNode(
        node("Cast", List.of(sums), cast)
            .addAttribute(
                AttributeProto.newBuilder()
                    .setName("to")
                    .setType(AttributeProto.AttributeType.INT)
                    .setI(FLOAT)));
    String step = output + "_step";
    graph.addNode(node("Mul", List.of(scale, scales), step));
    graph.addNode(node("Mul", List.of(cast, step), output));
  }

  private static NodeProto.Builder node(String operator, List<String> inputs, String output) {
    return NodeProto.newBuilder()
        .setOpType(operator)
        .setName(output)
        .addAllInput(inputs)
        .addOutput(output);
  }

  private static ByteString bytes(float[] values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return ByteString.copyFrom(bytes);
  }

  @Override
  public double[] times(double[] vector) {
    byte[] integers = weights.values();
    float[] scales = weights.scales();
    double[] scaled = new double[vector.length];
    for (int column = 0; column < scaled.length; column++) {
      scaled[column] = scales[column] * vector[column];
    }
    double[] product = new double[shape.k()];
    for (int row = 0; row < product.length; row++) {
      int start = row * scaled.length;
      for (int column = 0; column < scaled.length; column++) {
        product[row] += integers[start + column] * scaled[column];
      }
    }
    return product;
  }

  @Override
  public DoubleUnaryOperator multiplied(FloatBuffer rows) {
    RoundedRows rounded = RoundedRows.of(rows);
    return value -> rounded.steps((float) value) * (double) rounded.scale();
  }

  /** Integers add up exactly; the sum, the product of both scales and their product are rounded. */
  @Override
  public int roundings() {
    return 3;
  }
}
