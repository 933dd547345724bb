package distilbench.gemm;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import distilbench.inference.WrongAnswerException;
import distilbench.machine.Int8Sums;
import distilbench.model.Geometry;
import distilbench.model.Precision;
import distilbench.model.graph.Int8Range;
import java.nio.FloatBuffer;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * ONNX Runtime's products pass the check, and so do those of plain Java, multiplied out term by
 * term; anything that differs from them does not.
 */
class MatrixProductTest {
  private static final int ROWS = 7;
  private static final int COLUMNS = 96;
  private static final MatrixShape SHAPE = new MatrixShape(64, COLUMNS);

  /** A product by plain Java, and its check. */
  private record Plain(ProductCheck check, double[] expected, FloatBuffer product) {
    static Plain in(Precision precision) {
      MatrixChain chain = MatrixChain.of(List.of(SHAPE), precision);
      return of(chain, PlainProduct.of(chain, PlainProduct.rows(chain, ROWS)));
    }

    static Plain of(MatrixChain chain, FloatBuffer product) {
      ProductCheck check = new ProductCheck(chain.matrices().get(0));
      return new Plain(check, check.expected(PlainProduct.rows(chain, ROWS)), product);
    }

    void verify() {
      check.check(expected, product);
    }

    void add(int at, double difference) {
      product.put(at, (float) (product.get(at) + difference));
    }

    void swap(int one, int other) {
      float value = product.get(one);
      product.put(one, product.get(other));
      product.put(other, value);
    }
  }

  @ParameterizedTest(name = "{0} rows by {1}x{2}, {3} threads, {4}")
  @CsvSource({
    "1, 3, 5, 1, FP32",
    "7, 64, 96, 1, FP32",
    "7, 64, 96, 2, FP32",
    "33, 129, 65, 2, FP32",
    "59, 768, 768, 2, FP32",
    "1, 1, 1, 1, INT8",
    "1, 3, 5, 1, INT8",
    "1, 768, 96, 2, INT8",
    "7, 64, 96, 1, INT8",
    "7, 64, 96, 2, INT8",
    "33, 129, 65, 2, INT8",
    "59, 768, 768, 2, INT8",
    "59, 3072, 33, 1, INT8"
  })
  void onnxRuntimeMultipliesRightEveryTime(int m, int k, int n, int threads, Precision precision) {
    MatrixChain one = MatrixChain.of(List.of(new MatrixShape(k, n)), precision);

    try (MatrixProduct measured = MatrixProduct.open(one, m, threads)) {
      for (int turn = 0; turn < 3; turn++) {
        measured.multiply();
        assertThatCode(measured::check).doesNotThrowAnyException();
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "INT8"})
  void onnxRuntimeMultipliesChainsRight(Precision precision) {
    MatrixChain layer = MatrixChain.ofLayer(Geometry.TINY, precision);

    try (MatrixProduct measured = MatrixProduct.open(layer, ROWS, 1)) {
      for (int turn = 0; turn < 2; turn++) {
        measured.multiply();
        assertThatCode(measured::check).doesNotThrowAnyException();
      }
    }
  }

  /** Sums that saturate are right only of the numbers that a CPU without exact ones is given. */
  @ParameterizedTest
  @EnumSource
  void onnxRuntimeMultipliesRightByEveryRangeThatSuitsTheCpu(Int8Range range) {
    assumeTrue(Int8Sums.areExact() || range == Int8Range.of(false));
    try (MatrixProduct measured = MatrixProduct.open(chain(range), ROWS, 1)) {
      measured.multiply();
      assertThatCode(measured::check).doesNotThrowAnyException();
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "INT8"})
  void theLastProductDoesNotPassForTheNext(Precision precision) {
    MatrixChain layer = MatrixChain.ofLayer(Geometry.TINY, precision);
    try (MatrixProduct measured = MatrixProduct.open(layer, ROWS, 1)) {
      assertWrong(measured::check);
      measured.multiply();
      measured.check();
      assertWrong(measured::check);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "INT8"})
  void plainJavasProductIsRight(Precision precision) {
    assertThatCode(Plain.in(precision)::verify).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "FP32, 0, 0, 0.002",
    "FP32, 6, 95, 0.002",
    "FP32, 3, 40, -0.002",
    "INT8, 0, 0, 0.0002",
    "INT8, 6, 95, 0.0002",
    "INT8, 3, 40, -0.0002"
  })
  void oneValueThatIsWrongIsFound(Precision precision, int row, int column, double difference) {
    Plain plain = Plain.in(precision);
    plain.add(row * COLUMNS + column, difference);

    assertThatExceptionOfType(WrongAnswerException.class)
        .isThrownBy(plain::verify)
        .withMessageStartingWith("row " + row + " of the product with 64x96 is wrong");
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "INT8"})
  void notANumberIsFound(Precision precision) {
    Plain plain = Plain.in(precision);
    plain.product().put(200, Float.NaN);

    assertWrong(plain::verify);
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "INT8"})
  void swappedColumnsAreFound(Precision precision) {
    Plain plain = Plain.in(precision);
    plain.swap(10, 11);

    assertWrong(plain::verify);
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "INT8"})
  void swappedRowsAreFound(Precision precision) {
    Plain plain = Plain.in(precision);
    for (int column = 0; column < COLUMNS; column++) {
      plain.swap(column, COLUMNS + column);
    }

    assertWrong(plain::verify);
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "INT8"})
  void arithmeticOfFewerBitsIsFound(Precision precision) {
    Plain plain = Plain.in(precision);
    for (int at = 0; at < plain.product().capacity(); at++) {
      int bits = Float.floatToRawIntBits(plain.product().get(at));
      // bfloat16 has the upper half of a float's bits.
      plain.product().put(at, Float.intBitsToFloat(bits & 0xFFFF0000));
    }

    assertWrong(plain::verify);
  }

  /** Integers in place of floats are no rounding error. */
  @Test
  void theProductOfTheOtherPrecisionIsFound() {
    MatrixChain integers = MatrixChain.of(List.of(SHAPE), Precision.INT8);
    FloatBuffer floats = Plain.in(Precision.FP32).product();

    assertWrong(Plain.of(integers, floats)::verify);
  }

  @Test
  void oneStepOfOneRoundedValueIsFound() {
    MatrixChain chain = MatrixChain.of(List.of(SHAPE), Precision.INT8);
    FloatBuffer rows = PlainProduct.rows(chain, ROWS);
    RoundedRows rounded = RoundedRows.of(rows);
    rows.put(100, rows.get(100) + rounded.scale());

    assertWrong(Plain.of(chain, PlainProduct.of(chain, rows))::verify);
  }

  @Test
  void aZeroPointThatIsLeftOutIsFound() {
    assertWrong(
        () ->
            summed(Int8Range.FULL, (row, column, zeroPoint) -> PlainProduct.exact(row, column, 0))
                .verify());
  }

  @Test
  void sumsThatSaturateAreFound() {
    assertWrong(() -> summed(Int8Range.FULL, PlainProduct::saturating).verify());
  }

  @Test
  void sumsOfTheReducedRangeDoNotSaturate() {
    assertThatCode(() -> summed(Int8Range.REDUCED, PlainProduct::saturating).verify())
        .doesNotThrowAnyException();
  }

  private static Plain summed(Int8Range range, PlainProduct.Sum sum) {
    MatrixChain chain = chain(range);
    return Plain.of(chain, PlainProduct.of(chain, PlainProduct.rows(chain, ROWS), sum));
  }

  private static MatrixChain chain(Int8Range range) {
    return new MatrixChain(List.of(new Int8Matrix(new Float32Matrix(SHAPE, "weights_0"), range)));
  }

  private static void assertWrong(ThrowingCallable checking) {
    assertThatExceptionOfType(WrongAnswerException.class).isThrownBy(checking);
  }
}
