package distilbench.model.graph;

import java.nio.FloatBuffer;

/**
 * A weight matrix [k, n] in 8-bit integers. Each column has a scale of its own, its largest
 * magnitude divided by {@link Int8Range#limit()}; a weight becomes the nearest multiple of its
 * column's scale, the even one of two that are as near. The zero point is 0.
 *
 * <p>A column of zeros, or of weights so small that their scale is no normal float, becomes zeros
 * with the scale 1. A weight that is not finite makes its column's scale so, and with it all that
 * is computed from the column.
 */
public final class Int8Columns {
  private final byte[] values;
  private final float[] scales;

  private Int8Columns(byte[] values, float[] scales) {
    this.values = values;
    this.scales = scales;
  }

  /**
   * Rounds a matrix.
   *
   * @param weights float32 [k, n], row by row, from the buffer's start to its limit
   * @param n columns
   */
  public static Int8Columns of(FloatBuffer weights, int n, Int8Range range) {
    float[] scales = scales(weights, n, range);
    byte[] values = new byte[weights.limit()];
    float[] row = new float[n];
    for (int start = 0; start < values.length; start += n) {
      weights.get(start, row);
      for (int column = 0; column < n; column++) {
        values[start + column] = (byte) Math.rint(row[column] / scales[column]);
      }
    }
    return new Int8Columns(values, scales);
  }

  private static float[] scales(FloatBuffer weights, int n, Int8Range range) {
    float[] scales = new float[n];
    float[] row = new float[n];
    for (int start = 0; start < weights.limit(); start += n) {
      weights.get(start, row);
      for (int column = 0; column < n; column++) {
        scales[column] = Math.max(scales[column], Math.abs(row[column]));
      }
    }
    for (int column = 0; column < n; column++) {
      float scale = scales[column] / range.limit();
      scales[column] = scale < Float.MIN_NORMAL ? 1 : scale;
    }
    return scales;
  }

  /** The integers [k, n], row by row. */
  public byte[] values() {
    return values;
  }

  /** What each column's integers are multiples of: n values. */
  public float[] scales() {
    return scales;
  }
}
