package distilbench.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.FloatBuffer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Weights become the nearest integers that their column's scale allows. */
class Int8ColumnsTest {

  @Test
  void eachColumnHasItsOwnScale() {
    Int8Columns columns = rounded(Int8Range.FULL, 2, 1, -2540, -127, 1270, 64, 20);

    assertThat(columns.scales()).containsExactly(1, 20);
    assertThat(columns.values()).containsExactly(1, -127, -127, 64, 64, 1);
  }

  @Test
  void halvesBecomeTheEvenNeighbour() {
    Int8Columns columns = rounded(Int8Range.FULL, 1, 127, 0.5f, 1.5f, 2.5f, -0.5f, -1.5f, -2.5f);

    assertThat(columns.values()).containsExactly(127, 0, 2, 2, 0, -2, -2);
  }

  @ParameterizedTest
  @EnumSource
  void noWeightIsMoreThanHalfAStepOffOrOutsideOfTheRange(Int8Range range) {
    float[] weights = new float[1000];
    for (int i = 0; i < weights.length; i++) {
      weights[i] = (float) (Math.sin(i) * Math.pow(10, i % 5 - 20));
    }

    Int8Columns columns = rounded(range, 5, weights);

    for (int i = 0; i < weights.length; i++) {
      double scale = columns.scales()[i % 5];
      assertThat((int) columns.values()[i]).isBetween(-range.limit(), range.limit());
      assertThat(Math.abs(columns.values()[i] * scale - weights[i]))
          .isLessThanOrEqualTo(0.5001 * scale);
    }
  }

  @Test
  void twoProductsOfTheReducedRangeFitInto16Bits() {
    assertThat(2 * 255 * Int8Range.REDUCED.limit()).isLessThanOrEqualTo(Short.MAX_VALUE);
  }

  @Test
  void aColumnThatNoScaleSuitsBecomesZeros() {
    Int8Columns columns = rounded(Int8Range.FULL, 3, 0, Float.MIN_VALUE, 1, -0f, -3e-40f, -1);

    assertThat(columns.scales()).startsWith(1, 1);
    assertThat(columns.values()).containsExactly(0, 0, 127, 0, 0, -127);
  }

  @Test
  void aWeightThatIsNotFiniteShowsInItsColumnAlone() {
    Int8Columns columns = rounded(Int8Range.FULL, 3, Float.NaN, 1, 127, 1, Float.NaN, 127);

    assertThat(columns.scales()[0]).isNaN();
    assertThat(columns.scales()[1]).isNaN();
    assertThat(columns.scales()[2]).isEqualTo(1);
    assertThat(rounded(Int8Range.FULL, 1, 1, Float.NEGATIVE_INFINITY).scales()).doesNotContain(1);
  }

  private static Int8Columns rounded(Int8Range range, int columns, float... weights) {
    return Int8Columns.of(FloatBuffer.wrap(weights), columns, range);
  }
}
