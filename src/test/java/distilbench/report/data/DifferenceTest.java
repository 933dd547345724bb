package distilbench.report.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words for ratios of times: sure and relevant, or no difference. */
class DifferenceTest {

  @ParameterizedTest(name = "{0} [{1}, {2}]: {3}")
  @CsvSource({
    "1.10, 1.05, 1.15, slower",
    "0.90, 0.85, 0.95, faster",
    "1.10, 0.99, 1.22, no difference shown",
    "0.90, 0.80, 1.01, no difference shown",
    // Sure, but too small to matter.
    "1.02, 1.01, 1.03, no difference shown",
    "0.98, 0.97, 0.99, no difference shown",
    // Fewer than three forks.
    "1.50, NaN, NaN, inconclusive",
    "NaN, NaN, NaN, inconclusive"
  })
  void wordsNeedAnIntervalWithoutOneAndThreePercent(
      double value, double low, double high, String words) {
    assertThat(Difference.ofTimes(new Estimate(value, low, high))).hasToString(words);
  }

  @ParameterizedTest(name = "{0} [{1}, {2}]: {3}")
  @CsvSource({
    "1.10, 1.05, 1.15, larger",
    "0.90, 0.85, 0.95, smaller",
    "1.02, 1.01, 1.03, no difference shown",
    "1.50, NaN, NaN, inconclusive"
  })
  void memoryHasWordsOfItsOwn(double value, double low, double high, String words) {
    assertThat(Difference.ofMemory(new Estimate(value, low, high))).hasToString(words);
  }
}
