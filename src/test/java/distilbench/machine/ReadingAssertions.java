package distilbench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

/** What tests say about readings. */
final class ReadingAssertions {
  private ReadingAssertions() {}

  static <T> void assertKnown(Reading<T> reading, T expected) {
    assertThat(reading).isEqualTo(Reading.of(expected));
  }

  static void assertAbout(Reading<Double> reading, double expected) {
    assertThat(reading.whyNull()).isNull();
    assertThat(reading.value()).isCloseTo(expected, within(1e-9));
  }
}
