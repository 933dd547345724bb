package distilbench.report.data;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LoadRowTest {
  /** The smallest n with p^n below 0.05. */
  @ParameterizedTest
  @CsvSource({"50, 5", "90, 29", "95, 59", "99, 299", "99.9, 2995"})
  void soManyCallsTellAPercentile(double percent, int calls) {
    assertThat(LoadRow.leastCalls(percent)).isEqualTo(calls);
    assertThat(Math.pow(percent / 100, calls)).isLessThan(0.05);
    assertThat(Math.pow(percent / 100, calls - 1)).isGreaterThan(0.05);
  }
}
