package distilbench.proctree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Optional;
import org.junit.jupiter.api.Test;

class GrowthTest {
  private final Growth growth = new Growth();

  @Test
  void itIsTheSlopeOfWhatFollowsTheFirstThird() {
    double[] settling = {10, 60, 90};
    double[] pss = {100, 103, 101, 105, 107, 106};
    for (int i = 0; i < 9; i++) {
      double held = i < 3 ? settling[i] : pss[i - 3];
      growth.add(0.5 * (i + 1), memory(held, held / 2));
    }

    // x = 2, 2.5 .. 4.5 against y as above: products of the deviations, by squares of those of x.
    assertThat(growth.pss()).isCloseTo(11.5 / 4.375, within(1e-9));
    assertThat(growth.anonymous()).isCloseTo(11.5 / 8.75, within(1e-9));
  }

  @Test
  void whatCouldNotBeReadLeavesNoFigure() {
    for (int i = 1; i <= 6; i++) {
      growth.add(i, i == 5 ? Optional.empty() : memory(i, i));
    }

    assertThat(growth.pss()).isNaN();
    assertThat(growth.anonymous()).isNaN();
  }

  @Test
  void aLineLiesOnTwoReadingsWhateverTheyAre() {
    growth.add(1, memory(1, 1));
    growth.add(2, memory(1, 1));
    growth.add(3, memory(2, 2));
    assertThat(growth.pss()).isNaN();

    growth.add(4, memory(3, 3));
    assertThat(growth.pss()).isCloseTo(1, within(1e-9));
  }

  private static Optional<MemoryUse> memory(double pss, double anonymous) {
    return Optional.of(new MemoryUse(pss, pss, pss, anonymous, pss - anonymous));
  }
}
