package distilbench.gemm;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.InvalidProtocolBufferException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * Multiplies rows by a chain's only matrix as the textbook says, with what its ONNX graph holds.
 */
final class PlainProduct {
  /** How products of a row's bytes and a column's are added up. */
  interface Sum {
    int of(int[] row, int[] column, int zeroPoint);
  }

  private PlainProduct() {}

  /** The rows that the chain is for. */
  static FloatBuffer rows(MatrixChain chain, int m) {
    FloatBuffer rows = FloatBuffer.allocate(m * chain.shapes().get(0).k());
    chain.writeInput(rows);
    return rows;
  }

  /** x W. */
  static FloatBuffer of(MatrixChain chain, FloatBuffer rows) {
    return of(chain, rows, PlainProduct::exact);
  }

  /** The same with integers added up in another way. */
  static FloatBuffer of(MatrixChain chain, FloatBuffer rows, Sum sum) {
    GraphProto graph = graph(chain);
    TensorProto weights = graph.getInitializer(0);
    return weights.getDataType() == TensorProto.DataType.INT8_VALUE
        ? integers(rows, weights, floats(graph.getInitializer(1)), sum)
        : floats(rows, weights);
  }

  private static FloatBuffer floats(FloatBuffer rows, TensorProto weights) {
    int inputs = (int) weights.getDims(0);
    int columns = (int) weights.getDims(1);
    FloatBuffer matrix = floats(weights);
    FloatBuffer product = FloatBuffer.allocate(rows.limit() / inputs * columns);
    for (int at = 0; at < product.limit(); at++) {
      double value = 0;
      for (int i = 0; i < inputs; i++) {
        value += rows.get(at / columns * inputs + i) * matrix.get(i * columns + at % columns);
      }
      product.put(at, (float) value);
    }
    return product;
  }

  private static FloatBuffer integers(
      FloatBuffer rows, TensorProto weights, FloatBuffer scales, Sum sum) {
    int inputs = (int) weights.getDims(0);
    int columns = (int) weights.getDims(1);
    ByteBuffer matrix = weights.getRawData().asReadOnlyByteBuffer();
    float low = 0;
    float high = 0;
    for (int i = 0; i < rows.limit(); i++) {
      low = Math.min(low, rows.get(i));
      high = Math.max(high, rows.get(i));
    }
    float scale = (high - low) / 255;
    int zeroPoint = (int) Math.rint(-low / scale);
    FloatBuffer product = FloatBuffer.allocate(rows.limit() / inputs * columns);
    int[] row = new int[inputs];
    int[] column = new int[inputs];
    for (int at = 0; at < product.limit(); at++) {
      for (int i = 0; i < inputs; i++) {
        double step = Math.rint(rows.get(at / columns * inputs + i) / scale) + zeroPoint;
        row[i] = (int) Math.max(0, Math.min(255, step));
        column[i] = matrix.get(i * columns + at % columns);
      }
      float steps = sum.of(row, column, zeroPoint);
      product.put(at, steps * (scale * scales.get(at % columns)));
    }
    return product;
  }

  static int exact(int[] row, int[] column, int zeroPoint) {
    int sum = 0;
    for (int i = 0; i < row.length; i++) {
      sum += (row[i] - zeroPoint) * column[i];
    }
    return sum;
  }

  /** As VPMADDUBSW: two products at a time in 16 bits. */
  static int saturating(int[] row, int[] column, int zeroPoint) {
    int sum = 0;
    for (int i = 0; i < row.length; i += 2) {
      int pair = row[i] * column[i] + row[i + 1] * column[i + 1];
      sum += Math.max(Short.MIN_VALUE, Math.min(Short.MAX_VALUE, pair));
      sum -= zeroPoint * (column[i] + column[i + 1]);
    }
    return sum;
  }

  private static FloatBuffer floats(TensorProto tensor) {
    return tensor
        .getRawData()
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer();
  }

  private static GraphProto graph(MatrixChain chain) {
    try {
      return ModelProto.parseFrom(chain.onnx()).getGraph();
    } catch (InvalidProtocolBufferException e) {
      throw new AssertionError("the chain is no ONNX model", e);
    }
  }
}
