package distilbench.report.choice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import distilbench.console.InvalidInputException;
import distilbench.report.data.Estimate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Limits are read with their units, and compared with what a figure may be. */
class LimitsTest {
  @ParameterizedTest
  @CsvSource({
    "400MiB, 400",
    "1.5GiB, 1536",
    "2 GiB, 2048",
    "400MB, 381.4697265625",
    "1GB, 953.67431640625"
  })
  void sizesHaveBinaryAndDecimalUnits(String text, double mebibytes) {
    assertThat(MemoryLimit.of(text).mebibytes()).isCloseTo(mebibytes, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "400", "400M", "400 mib", "0MiB", "-1MiB", "1e3MiB", "KiB", "1KiB"})
  void otherSizesAreRefusedInOneLine(String text) {
    assertThatThrownBy(() -> MemoryLimit.of(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "'%s' is no limit of memory; give a size above 0 such as 400MiB, 1.5GiB or 2GB", text);
  }

  @ParameterizedTest
  @CsvSource({"150ms, 150", "1.5s, 1500", "0.2s, 200"})
  void timesHaveUnits(String text, double milliseconds) {
    assertThat(LatencyLimit.of(text).milliseconds()).isCloseTo(milliseconds, within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "150", "0ms", "-1s", "1min", "ms"})
  void otherTimesAreRefusedInOneLine(String text) {
    assertThatThrownBy(() -> LatencyLimit.of(text))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("'%s' is no limit of latency; give a time above 0 such as 150ms or 1.5s", text);
  }

  @Test
  void theUpperEndOfAnIntervalCounts() {
    MemoryLimit limit = MemoryLimit.of("400MiB");

    assertThat(limit.mayBeExceededBy(new Estimate(395, 388, 402))).isTrue();
    assertThat(limit.mayBeExceededBy(new Estimate(395, 391, 400))).isFalse();
    assertThat(limit.mayBeExceededBy(new Estimate(395, Double.NaN, Double.NaN))).isFalse();
    assertThat(limit.mayBeExceededBy(new Estimate(401, Double.NaN, Double.NaN))).isTrue();
    assertThat(LatencyLimit.of("150ms").mayBeExceededBy(new Estimate(140, 120, 163))).isTrue();
  }
}
