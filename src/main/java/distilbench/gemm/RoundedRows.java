package distilbench.gemm;

import java.nio.FloatBuffer;

/**
 * How {@code DynamicQuantizeLinear} rounds a tensor to unsigned bytes, bit by bit as the ONNX
 * operator's definition says (ONNX Operators, DynamicQuantizeLinear-11): the range of all values
 * and 0 has 255 equal steps, and a value becomes the nearest step, the even one of two that are as
 * near.
 *
 * @param scale how wide a step is
 * @param zeroPoint the step that stands for 0
 */
record RoundedRows(float scale, int zeroPoint) {
  private static final int STEPS = 255;

  /** That of all values from the buffer's start to its limit. */
  static RoundedRows of(FloatBuffer values) {
    float low = 0;
    float high = 0;
    for (int i = 0; i < values.limit(); i++) {
      low = Math.min(low, values.get(i));
      high = Math.max(high, values.get(i));
    }
    float scale = (high - low) / STEPS;
    return new RoundedRows(scale, (int) Math.rint(Math.min(STEPS, -low / scale)));
  }

  /** How many steps a value is above 0. */
  int steps(float value) {
    int step = (int) Math.rint(value / scale) + zeroPoint;
    return Math.max(0, Math.min(STEPS, step)) - zeroPoint;
  }
}
