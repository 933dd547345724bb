package distilbench.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The error function that the other tests rely on agrees with published tables. */
class ErrorFunctionTest {

  /** From Abramowitz and Stegun, table 7.1, and from 5 on by erfc's continued fraction. */
  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "0.01, 0.0112834156",
    "0.5, 0.5204998778",
    "1, 0.8427007929",
    "1.5, 0.9661051465",
    "2, 0.9953222650",
    "3, 0.9999779095",
    "5, 0.9999999999985",
    "6, 1",
    "40, 1"
  })
  void agreesWithTheTables(double x, double erf) {
    assertThat(ErrorFunction.erf(x)).isCloseTo(erf, within(1e-10));
  }

  @Test
  void isOdd() {
    for (double x = 0.125; x < 8; x += 0.125) {
      assertThat(ErrorFunction.erf(-x)).isEqualTo(-ErrorFunction.erf(x));
    }
  }
}
