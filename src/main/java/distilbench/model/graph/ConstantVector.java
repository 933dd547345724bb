package distilbench.model.graph;

import ai.onnx.proto.OnnxMl.TensorProto;
import com.google.protobuf.ByteString;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Small constants that a graph holds itself. */
public final class ConstantVector {
  private ConstantVector() {}

  /** A float32 [n]. */
  public static TensorProto of(String name, float... values) {
    ByteBuffer bytes = bytes(values.length * Float.BYTES);
    bytes.asFloatBuffer().put(values);
    return tensor(name, TensorProto.DataType.FLOAT_VALUE, values.length, bytes);
  }

  /** An int64 [n]. */
  public static TensorProto of(String name, long... values) {
    ByteBuffer bytes = bytes(values.length * Long.BYTES);
    bytes.asLongBuffer().put(values);
    return tensor(name, TensorProto.DataType.INT64_VALUE, values.length, bytes);
  }

  private static ByteBuffer bytes(int size) {
    return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private static TensorProto tensor(String name, int type, int size, ByteBuffer bytes) {
    return TensorProto.newBuilder()
        .setName(name)
        .setDataType(type)
        .addDims(size)
        .setRawData(ByteString.copyFrom(bytes))
        .build();
  }
}
