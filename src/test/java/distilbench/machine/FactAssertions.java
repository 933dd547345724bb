package distilbench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What tests say about readings. */
public final class FactAssertions {
  private FactAssertions() {}

  public static <T> void assertKnown(Fact<T> reading, T expected) {
    assertThat(reading).isEqualTo(Fact.of(expected));
  }

  public static void assertAbout(Fact<Double> reading, double expected) {
    assertThat(reading.whyNull()).isNull();
    assertThat(reading.value()).isCloseTo(expected, within(1e-9));
  }
}
