package distilbench.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LatencyBoundTest {
  @Test
  void isANumberWithItsUnit() {
    assertThat(LatencyBound.parse("slo", "150ms")).isEqualTo(Duration.ofMillis(150));
    assertThat(LatencyBound.parse("slo", "0.2s")).isEqualTo(Duration.ofMillis(200));
    assertThat(LatencyBound.parse("slo", "1.5ms")).isEqualTo(Duration.ofNanos(1_500_000));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "150", "ms", "0ms", "-1ms", "1 s", "1e3ms", "NaNs", "99999999s"})
  void anythingElseIsRefused(String value) {
    assertThatThrownBy(() -> LatencyBound.parse("slo", value))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("slo=" + value + " is not possible; give a time such as 150ms or 0.2s");
  }
}
