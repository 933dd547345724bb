package distilbench.gemm;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import distilbench.inference.WrongAnswerException;
import distilbench.model.Geometry;
import java.nio.FloatBuffer;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * ONNX Runtime's products pass the check, and so do those of plain Java, multiplied out term by
 * term; anything that differs from them does not.
 */
class MatrixProductTest {
  private static final int ROWS = 7;
  private static final int COLUMNS = 96;

  private final MatrixChain chain = MatrixChain.of(List.of(new MatrixShape(64, COLUMNS)));
  private final ProductCheck check = ProductCheck.of(chain, ROWS);
  private FloatBuffer product;

  @BeforeEach
  void multiplyInPlainJava() {
    product = PlainProduct.of(chain, ROWS);
  }

  @ParameterizedTest(name = "{0} rows by {1}x{2}, {3} threads")
  @CsvSource({"1, 3, 5, 1", "7, 64, 96, 1", "7, 64, 96, 2", "33, 129, 65, 2", "59, 768, 768, 2"})
  void onnxRuntimeMultipliesRightEveryTime(int m, int k, int n, int threads) {
    MatrixChain one = MatrixChain.of(List.of(new MatrixShape(k, n)));

    try (MatrixProduct measured = MatrixProduct.open(one, m, threads)) {
      for (int turn = 0; turn < 3; turn++) {
        measured.multiply();
        assertThatCode(measured::check).doesNotThrowAnyException();
      }
    }
  }

  @Test
  void onnxRuntimeMultipliesChainsRight() {
    MatrixChain layer = MatrixChain.ofLayer(Geometry.TINY);

    try (MatrixProduct measured = MatrixProduct.open(layer, ROWS, 1)) {
      measured.multiply();
      assertThatCode(measured::check).doesNotThrowAnyException();
    }
  }

  @Test
  void theLastProductDoesNotPassForTheNext() {
    try (MatrixProduct measured = MatrixProduct.open(chain, ROWS, 1)) {
      assertWrong(measured::check);
      measured.multiply();
      measured.check();
      assertWrong(measured::check);
    }
  }

  @Test
  void plainJavasProductIsRight() {
    assertThatCode(() -> check.check(product)).doesNotThrowAnyException();
  }

  @Test
  void plainJavasChainIsRight() {
    MatrixChain layer = MatrixChain.ofLayer(Geometry.TINY);

    assertThatCode(() -> ProductCheck.of(layer, ROWS).check(PlainProduct.of(layer, ROWS)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({"0, 0", "6, 95", "3, 40"})
  void oneValueThatIsWrongInTheThirdDigitIsFound(int row, int column) {
    int at = row * COLUMNS + column;
    product.put(at, product.get(at) + 2e-3f);

    assertThatExceptionOfType(WrongAnswerException.class)
        .isThrownBy(() -> check.check(product))
        .withMessageStartingWith("row " + row + " of the product is wrong");
  }

  @Test
  void notANumberIsFound() {
    product.put(200, Float.NaN);

    assertWrong(() -> check.check(product));
  }

  @Test
  void swappedColumnsAreFound() {
    swap(10, 11);

    assertWrong(() -> check.check(product));
  }

  @Test
  void swappedRowsAreFound() {
    for (int column = 0; column < COLUMNS; column++) {
      swap(column, COLUMNS + column);
    }

    assertWrong(() -> check.check(product));
  }

  @Test
  void arithmeticOfFewerBitsIsFound() {
    for (int at = 0; at < product.capacity(); at++) {
      int bits = Float.floatToRawIntBits(product.get(at));
      // bfloat16 has the upper half of a float's bits.
      product.put(at, Float.intBitsToFloat(bits & 0xFFFF0000));
    }

    assertWrong(() -> check.check(product));
  }

  private void swap(int one, int other) {
    float value = product.get(one);
    product.put(one, product.get(other));
    product.put(other, value);
  }

  private static void assertWrong(ThrowingCallable checking) {
    assertThatExceptionOfType(WrongAnswerException.class).isThrownBy(checking);
  }
}
