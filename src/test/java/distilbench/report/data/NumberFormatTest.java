package distilbench.report.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Three digits tell what is known. */
class NumberFormatTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "NaN, NaN",
    "0.0123, 0.01",
    "0.004, <0.01",
    "0.5, 0.50",
    "1, 1.00",
    "9.996, 10.0",
    "36.84, 36.8",
    "534.2, 534",
    "999.7, 1000",
    "1046.2, 1046",
    "9994, 9994",
    "9999.9, 10.0k",
    "12345, 12.3k",
    "127551, 128k",
    "999999, 1.00M",
    "121000000, 121M"
  })
  void numbersHaveThreeDigitsOrFourBeforeThePoint(double number, String shown) {
    assertThat(new NumberFormat(2).show(number)).isEqualTo(shown);
  }

  @ParameterizedTest
  @CsvSource({
    "0.000125, 0.000125",
    "0.00000250, 2.50e-6",
    "9.996e-7, 1.00e-6",
    "0.00000032, 3.20e-7",
    "9.996e-10, 1.00e-9",
    "-3.2e-12, -3.20e-12",
    "36.84, 36.8"
  })
  void withoutALimitTheSmallestNumbersHaveThreeDigitsToo(double number, String shown) {
    assertThat(NumberFormat.UNLIMITED.show(number)).isEqualTo(shown);
  }

  @Test
  void aColumnIsAsFineAsMostOfItNeeds() {
    assertThat(NumberFormat.of(new double[] {36.8, 0.0078, 40, 61, Double.NaN}))
        .isEqualTo(new NumberFormat(2));
    assertThat(NumberFormat.of(new double[] {0.0365})).isEqualTo(new NumberFormat(5));
    assertThat(NumberFormat.of(new double[] {Double.NaN, 0})).isEqualTo(new NumberFormat(3));
  }
}
