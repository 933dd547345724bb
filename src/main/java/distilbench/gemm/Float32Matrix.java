package distilbench.gemm;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.UnsafeByteOperations;
import distilbench.model.synthetic.SeededValues;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.function.DoubleUnaryOperator;

/**
 * A matrix in float32, multiplied by {@code MatMul}. Its values are seeded and have deviation
 * 1/sqrt(k), so that products of rows with deviation 1 have deviation 1 too.
 *
 * @param name of the constant; the values depend on it
 */
record Float32Matrix(MatrixShape shape, String name) implements ConstantMatrix {
  private static final long SEED = 1;

  @Override
  public void addTo(GraphProto.Builder graph, String input, String output) {
    graph.addInitializer(
        TensorProto.newBuilder()
            .setName(name)
            .setDataType(TensorProto.DataType.FLOAT_VALUE)
            .addDims(shape.k())
            .addDims(shape.n())
            // Nobody else has the array: no copy of up to 9 MB is needed.
            .setRawData(UnsafeByteOperations.unsafeWrap(weights())));
    graph.addNode(
        NodeProto.newBuilder()
            .setOpType("MatMul")
            .setName(output)
            .addInput(input)
            .addInput(name)
            .addOutput(output));
  }

  /** The values in little-endian float32, row by row. */
  ByteBuffer weights() {
    SeededValues values = new SeededValues(SEED, name);
    ByteBuffer weights =
        ByteBuffer.allocate(Math.toIntExact(shape.elements() * Float.BYTES))
            .order(ByteOrder.LITTLE_ENDIAN);
    for (long i = 0; i < shape.elements(); i++) {
      weights.putFloat(weight(values, i));
    }
    return weights.flip();
  }

  private float weight(SeededValues values, long index) {
    return values.normal(index, 0, 1 / Math.sqrt(shape.k()));
  }

  /** Straight from the seed: what the graph holds does not matter. */
  @Override
  public double[] times(double[] vector) {
    SeededValues values = new SeededValues(SEED, name);
    double[] product = new double[shape.k()];
    for (int row = 0; row < product.length; row++) {
      for (int column = 0; column < shape.n(); column++) {
        product[row] += weight(values, (long) row * shape.n() + column) * vector[column];
      }
    }
    return product;
  }

  @Override
  public DoubleUnaryOperator multiplied(FloatBuffer rows) {
    return DoubleUnaryOperator.identity();
  }

  /** Each of the k terms is added to the ones before it. */
  @Override
  public int roundings() {
    return shape.k();
  }
}
