package distilbench.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import distilbench.console.InvalidInputException;
import distilbench.gemm.MatrixShape;
import distilbench.machine.Cores;
import distilbench.model.Precision;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What cannot be multiplied is refused in one line that names the parameter. */
class ProductParametersTest {

  @Test
  void allThreadsAreTheCoresThatMayBeUsed() {
    assertThat(parameters(59, "768x3072", "ALL").settings())
        .isEqualTo(
            new ProductSettings(59, new MatrixShape(768, 3072), Cores.usable(), Precision.INT8));
  }

  @Test
  void anyNumberOfThreadsIsPossible() {
    assertThat(parameters(59, "768x3072", "3").settings().threads()).isEqualTo(3);
  }

  @ParameterizedTest
  @CsvSource({
    "0,  768x768,     1,    m=0",
    "59, 768,         1,    shape=768 is",
    "59, 0x768,       1,    shape=0x768 is",
    "59, 768x768x768, 1,    shape=768x768x768 is",
    "59, 3000x3000,   1,    shape=3000x3000 is too large",
    "59, 768x768,     0,    threads=0",
    "59, 768x768,     many, threads=many"
  })
  void impossibleValuesAreNamed(int m, String shape, String threads, String message) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(parameters(m, shape, threads)::settings)
        .withMessageContaining(message);
  }

  @Test
  void moreRowsThanAForkHoldsAreRefusedWithTheMostThatItDoes() {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(parameters(3126, "768x3072", "1")::settings)
        .withMessage("m=3126 is too large for shape=768x3072; give at most 3125");
    assertThat(parameters(3125, "768x3072", "1").settings().m()).isEqualTo(3125);
  }

  private static ProductParameters parameters(int m, String shape, String threads) {
    ProductParameters parameters = new ProductParameters();
    parameters.m = m;
    parameters.shape = shape;
    parameters.threads = threads;
    parameters.precision = Precision.INT8;
    return parameters;
  }
}
