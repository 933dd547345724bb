package distilbench.importing;

import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;

/** Types of numbers in ONNX files (onnx/onnx.proto, TensorProto.DataType), and their sizes. */
final class TensorType {
  private static final Map<Integer, Integer> BITS = new HashMap<>();

  static {
    bits(4, 21, 22, 23);
    bits(8, DataType.UINT8_VALUE, DataType.INT8_VALUE, DataType.BOOL_VALUE, 17, 18, 19, 20, 24);
    bits(16, DataType.UINT16_VALUE, DataType.INT16_VALUE, DataType.FLOAT16_VALUE);
    bits(16, DataType.BFLOAT16_VALUE);
    bits(32, DataType.FLOAT_VALUE, DataType.INT32_VALUE, DataType.UINT32_VALUE);
    bits(64, DataType.DOUBLE_VALUE, DataType.INT64_VALUE, DataType.UINT64_VALUE);
    bits(64, DataType.COMPLEX64_VALUE);
    bits(128, DataType.COMPLEX128_VALUE);
  }

  private TensorType() {}

  private static void bits(int bits, int... types) {
    for (int type : types) {
      BITS.put(type, bits);
    }
  }

  /** What people call it, such as {@code float16}. */
  static String name(int type) {
    DataType known = DataType.forNumber(type);
    return switch (type) {
      case DataType.FLOAT_VALUE -> "float32";
      case DataType.DOUBLE_VALUE -> "float64";
      default -> known == null ? "of ONNX's type " + type : known.name().toLowerCase(Locale.ROOT);
    };
  }

  /** Bytes that a tensor's shape and type ask for; nothing if they cannot be told. */
  static OptionalLong bytes(TensorProto tensor) {
    Integer bits = BITS.get(tensor.getDataType());
    if (bits == null) {
      return OptionalLong.empty();
    }
    try {
      long elements = 1;
      for (long size : tensor.getDimsList()) {
        elements = Math.multiplyExact(elements, size);
      }
      long all = Math.addExact(Math.multiplyExact(elements, bits.longValue()), Byte.SIZE - 1);
      return elements < 0 ? OptionalLong.empty() : OptionalLong.of(all / Byte.SIZE);
    } catch (ArithmeticException e) {
      return OptionalLong.empty();
    }
  }
}
