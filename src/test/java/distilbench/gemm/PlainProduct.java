package distilbench.gemm;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Multiplies a chain out as the textbook says, with the weights that its ONNX graph holds. */
final class PlainProduct {
  private PlainProduct() {}

  /** The whole product of the first {@code m} rows, computed in double precision. */
  static FloatBuffer of(MatrixChain chain, int m) {
    FloatBuffer product = FloatBuffer.allocate(m * chain.outputs());
    for (int row = 0; row < m; row++) {
      float[] input = chain.input(row);
      double[] values = new double[input.length];
      for (int i = 0; i < values.length; i++) {
        values[i] = input[i];
      }
      for (TensorProto weights : graph(chain).getGraph().getInitializerList()) {
        values = multiply(values, weights);
      }
      for (double value : values) {
        product.put((float) value);
      }
    }
    return product.flip();
  }

  private static double[] multiply(double[] row, TensorProto weights) {
    int columns = (int) weights.getDims(1);
    FloatBuffer matrix =
        weights.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    double[] product = new double[columns];
    for (int column = 0; column < columns; column++) {
      for (int i = 0; i < row.length; i++) {
        product[column] += row[i] * matrix.get(i * columns + column);
      }
    }
    return product;
  }

  private static ModelProto graph(MatrixChain chain) {
    try {
      return ModelProto.parseFrom(chain.onnx());
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("the chain is no ONNX model", e);
    }
  }
}
