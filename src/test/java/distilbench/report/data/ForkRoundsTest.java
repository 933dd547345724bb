package distilbench.report.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Forks are paired by the round that measured them, whatever their place in the file. */
class ForkRoundsTest {
  /** Rounds that are slow by turns: pairs by place would see nothing but noise. */
  private static final double[] BASE = {1, 4, 2, 8, 3};

  private static final ForkRounds ALL = new ForkRounds(List.of(1, 2, 3, 4, 5));

  @Test
  void aRowThatMissedRoundsIsPairedOverTheOthers() {
    Estimate ratio = new ForkRounds(List.of(2, 4, 5)).ratio(new double[] {8, 16, 6}, ALL, BASE);

    assertThat(ratio.value()).isCloseTo(2, within(1e-12));
    assertThat(ratio.low()).isCloseTo(2, within(1e-12));
  }

  @Test
  void aForkWithoutAScoreIsLeftOut() {
    Estimate ratio = ALL.ratio(new double[] {2, Double.NaN, 4, 16, 6}, ALL, BASE);

    assertThat(ratio.value()).isCloseTo(2, within(1e-12));
    assertThat(ratio.high()).isCloseTo(2, within(1e-12));
  }

  @Test
  void twoRoundsInCommonGiveNoInterval() {
    Estimate ratio = new ForkRounds(List.of(5, 6, 7)).ratio(new double[] {6, 9, 9}, ALL, BASE);

    assertThat(ratio.value()).isCloseTo(2, within(1e-12));
    assertThat(ratio.hasInterval()).isFalse();
    assertThat(new ForkRounds(List.of(6)).ratio(new double[] {6}, ALL, BASE).value()).isNaN();
  }

  @Test
  void whereNobodyKnowsTheRoundsNothingIsPaired() {
    double[] twice = {2, 8, 4, 16, 6};

    assertThat(ForkRounds.UNKNOWN.ratio(twice, ALL, BASE))
        .isEqualTo(Estimate.unpairedRatio(twice, BASE));
  }
}
