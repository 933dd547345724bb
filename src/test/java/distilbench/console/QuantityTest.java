package distilbench.console;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** One thing is one thing. */
class QuantityTest {
  @Test
  void onlyOneIsSingular() {
    assertThat(Quantity.of(0, "fork")).isEqualTo("0 forks");
    assertThat(Quantity.of(1, "fork")).isEqualTo("1 fork");
    assertThat(Quantity.of(2, "fork")).isEqualTo("2 forks");
  }
}
