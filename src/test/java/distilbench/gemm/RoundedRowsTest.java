package distilbench.gemm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The examples that ONNX gives for DynamicQuantizeLinear, and values that are half-way. */
class RoundedRowsTest {

  @Test
  void valuesOnBothSidesOfZero() {
    assertRounded(
        new float[] {0, 2, -3, -2.5f, 1.34f, 0.5f},
        0.0196078438f,
        153,
        new int[] {153, 255, 0, 26, 221, 179});
  }

  @Test
  void aRangeBelowZeroReachesUpToIt() {
    assertRounded(
        new float[] {-1, -2.1f, -1.3f, -2.5f, -3.34f, -4},
        0.0156862754f,
        255,
        new int[] {191, 121, 172, 96, 42, 0});
  }

  @Test
  void aRangeAboveZeroReachesDownToIt() {
    assertRounded(
        new float[] {1, 2.1f, 1.3f, 2.5f, 3.34f, 4, 1.5f, 2.6f, 3.9f, 4, 3, 2.345f},
        0.0156862754f,
        0,
        new int[] {64, 134, 83, 159, 213, 255, 96, 166, 249, 255, 191, 149});
  }

  @Test
  void halvesBecomeTheEvenNeighbour() {
    assertRounded(new float[] {255, 0.5f, 1.5f, 2.5f, 254.5f}, 1, 0, new int[] {255, 0, 2, 2, 254});
  }

  @Test
  void zerosStayZeros() {
    RoundedRows rounded = RoundedRows.of(FloatBuffer.wrap(new float[3]));

    assertThat(rounded.steps(0) * rounded.scale()).isZero();
  }

  private static void assertRounded(float[] values, float scale, int zeroPoint, int[] bytes) {
    RoundedRows rounded = RoundedRows.of(FloatBuffer.wrap(values));

    assertThat(rounded).isEqualTo(new RoundedRows(scale, zeroPoint));
    assertThat(IntStream.range(0, values.length).map(i -> rounded.steps(values[i]) + zeroPoint))
        .containsExactly(IntStream.of(bytes).boxed().toArray(Integer[]::new));
  }
}
