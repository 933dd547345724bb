package distilbench.model.safetensors;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Optional;

/** Types of numbers that are read, all as float32, which holds each of them exactly. */
enum ElementType {
  /** IEEE 754 single precision. */
  F32(Float.BYTES) {
    @Override
    float get(ByteBuffer bytes, int at) {
      return bytes.getFloat(at);
    }
  },

  /** IEEE 754 half precision: sign, 5 bits of exponent, 10 of fraction. */
  F16(Short.BYTES) {
    @Override
    float get(ByteBuffer bytes, int at) {
      return ofHalf(bytes.getShort(at));
    }
  },

  /** The upper half of single precision. */
  BF16(Short.BYTES) {
    @Override
    float get(ByteBuffer bytes, int at) {
      return Float.intBitsToFloat(bytes.getShort(at) << Short.SIZE);
    }
  };

  private static final int HALF_FRACTION_BITS = 10;
  private static final int HALF_EXPONENTS = 0x1f;
  private static final int FLOAT_FRACTION_BITS = 23;

  /** Float's bias less half's. */
  private static final int BIAS_DIFFERENCE = 127 - 15;

  private static final float LEAST_HALF = 0x1p-24f;

  private final int bytes;

  ElementType(int bytes) {
    this.bytes = bytes;
  }

  /** The one that a header means. */
  static Optional<ElementType> named(String name) {
    return Arrays.stream(values()).filter(type -> type.name().equals(name)).findFirst();
  }

  /** Size of a number. */
  int bytes() {
    return bytes;
  }

  /** The number at a place of a little-endian buffer. */
  abstract float get(ByteBuffer bytes, int at);

  private static float ofHalf(short half) {
    int exponent = half >> HALF_FRACTION_BITS & HALF_EXPONENTS;
    int fraction = half & (1 << HALF_FRACTION_BITS) - 1;
    if (exponent == 0) {
      return half < 0 ? -fraction * LEAST_HALF : fraction * LEAST_HALF;
    }
    int wide = exponent == HALF_EXPONENTS ? 0xff : exponent + BIAS_DIFFERENCE;
    int sign = half & Integer.MIN_VALUE;
    return Float.intBitsToFloat(
        sign | wide << FLOAT_FRACTION_BITS | fraction << FLOAT_FRACTION_BITS - HALF_FRACTION_BITS);
  }
}
