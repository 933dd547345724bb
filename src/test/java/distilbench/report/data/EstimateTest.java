package distilbench.report.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Intervals hold the truth as often as they say, and are those of the textbook. */
class EstimateTest {
  private static final int COMPARISONS = 2000;

  private static final double[] SCORES = {2.0, 2.1, 2.2};
  private static final double[] BASE = {1.0, 1.1, 1.2};
  private static final double[] STEADY = {100, 100, 100};

  private final Random random = new Random(20_240_501);

  /** Logarithms 0, 1, 2: mean 1, standard deviation 1, t(0.975; 2) = 4.302653 (any t table). */
  @Test
  void theIntervalOfAMeanIsStudentsOverLogarithms() {
    Estimate estimate = Estimate.overForks(1, Math.E, Math.exp(2));

    assertThat(Math.log(estimate.value())).isEqualTo(1, within(1e-12));
    assertThat(Math.log(estimate.low())).isEqualTo(1 - 4.302653 / Math.sqrt(3), within(1e-6));
    assertThat(Math.log(estimate.high())).isEqualTo(1 + 4.302653 / Math.sqrt(3), within(1e-6));
  }

  /** The half-width is 1.24 standard deviations: t(0.975; 4) = 2.776445. */
  @Test
  void fiveForksNarrowIt() {
    Estimate estimate = Estimate.overForks(logScores(-2, -1, 0, 1, 2));

    assertThat(Math.log(estimate.high()))
        .isEqualTo(2.776445 * Math.sqrt(2.5) / Math.sqrt(5), within(1e-6));
  }

  @Test
  void pairsCancelWhatARoundDoesToBoth() {
    double[] base = {10, 20, 40, 30};
    double[] scores = {11, 22, 44, 33};

    Estimate ratio = Estimate.pairedRatio(scores, base);

    assertThat(ratio.value()).isEqualTo(1.1, within(1e-12));
    assertThat(ratio.high() - ratio.low()).isLessThan(1e-9);
    assertThat(Estimate.unpairedRatio(scores, base).excludesOne()).isFalse();
  }

  @Test
  void onlyCommonRoundsMakePairs() {
    Estimate ratio = Estimate.pairedRatio(new double[] {2, 2, 2}, new double[] {1, 1, 1, 100});

    assertThat(ratio).isEqualTo(new Estimate(2, 2, 2));
  }

  /**
   * Logarithms 0, 1, 2 and 0, 2, 4, 6: errors 1/3 and 5/3, so 4 / (1/18 + 25/27) = 4.075472 degrees
   * of freedom; t(0.975) there is between 2.776445 (4) and 2.570582 (5).
   */
  @Test
  void unpairedSamplesAreComparedByWelch() {
    Estimate ratio = Estimate.unpairedRatio(logScores(0, 1, 2), logScores(0, 2, 4, 6));

    assertThat(Math.log(ratio.value())).isEqualTo(-2, within(1e-12));
    double quantile = (Math.log(ratio.high()) + 2) / Math.sqrt(2);
    assertThat(quantile).isBetween(2.74, 2.776);
    assertThat(Math.log(ratio.low())).isEqualTo(-2 - quantile * Math.sqrt(2), within(1e-9));
  }

  /**
   * As scipy 1.17.1 has it: {@code stats.ttest_ind(one, two,
   * equal_var=False).confidence_interval(0.95)}.
   */
  @Test
  void unequalNumbersOfForksAreComparedByWelchToo() {
    Estimate ratio =
        Estimate.unpairedRatio(
            logScores(4.1, 4.4, 3.9, 4.6, 4.2, 4.0),
            logScores(3.1, 5.2, 4.9, 2.8, 6.0, 3.7, 4.4, 2.5, 5.5, 3.3));

    assertThat(Math.log(ratio.low())).isEqualTo(-0.8327736819117874, within(1e-8));
    assertThat(Math.log(ratio.high())).isEqualTo(0.9527736819117884, within(1e-8));
  }

  @Test
  void aRateThatIsKnownNormalisesWithoutWidening() {
    Estimate plain = Estimate.unpairedRatio(SCORES, BASE);
    Estimate normalised = Estimate.normalisedRatio(SCORES, BASE, new double[] {50, 50, 50}, STEADY);

    assertThat(normalised.value()).isEqualTo(plain.value() / 2, within(1e-12));
    assertThat(normalised.high() / normalised.low())
        .isEqualTo(plain.high() / plain.low(), within(1e-9));
  }

  @Test
  void aRateThatIsNotKnownWellWidensTheInterval() {
    Estimate sure = Estimate.normalisedRatio(SCORES, BASE, STEADY, STEADY);
    Estimate unsure = Estimate.normalisedRatio(SCORES, BASE, new double[] {70, 100, 130}, STEADY);

    assertThat(unsure.high() / unsure.low()).isGreaterThan(sure.high() / sure.low());
  }

  @Test
  void aScoreInUnitsOfARateHoldsWhatIsNotKnownOfBoth() {
    Estimate alone = Estimate.overForks(SCORES);
    Estimate sure = Estimate.normalisedScore(SCORES, new double[] {4, 4, 4});
    Estimate unsure = Estimate.normalisedScore(SCORES, new double[] {3, 4, 5});

    assertThat(sure.value()).isEqualTo(alone.value() / 4, within(1e-12));
    assertThat(sure.high() / sure.low()).isEqualTo(alone.high() / alone.low(), within(1e-9));
    assertThat(unsure.value()).isEqualTo(alone.value() / 4, within(1e-12));
    assertThat(unsure.high() / unsure.low()).isGreaterThan(sure.high() / sure.low());
    assertThat(Estimate.normalisedScore(SCORES, new double[] {4, 4}).hasInterval()).isFalse();
    assertThat(Estimate.normalisedScore(SCORES, new double[0])).isEqualTo(Estimate.UNKNOWN);
    assertThat(Estimate.normalisedScore(new double[] {2, Double.NaN}, STEADY))
        .isEqualTo(Estimate.UNKNOWN);
  }

  @Test
  void fewerThanThreeForksHaveNoInterval() {
    assertThat(Estimate.overForks(4, 9).value()).isEqualTo(6, within(1e-12));
    assertThat(Estimate.overForks(4, 9).hasInterval()).isFalse();
    assertThat(Estimate.unpairedRatio(new double[] {1, 2, 3}, new double[] {1, 2}).hasInterval())
        .isFalse();
    assertThat(Estimate.pairedRatio(new double[] {1, 2, 3}, new double[] {1, 2}).hasInterval())
        .isFalse();
    assertThat(Estimate.normalisedRatio(SCORES, BASE, STEADY, new double[] {1, 2}).hasInterval())
        .isFalse();
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0, -1, Double.POSITIVE_INFINITY})
  void oneUnusableScoreMakesTheMeanUnknown(double score) {
    assertThat(Estimate.overForks(1, 2, 3, score)).isEqualTo(Estimate.UNKNOWN);
    assertThat(Estimate.unpairedRatio(new double[] {1, 2, 3}, new double[] {1, 2, score}))
        .isEqualTo(Estimate.UNKNOWN);
    assertThat(Estimate.normalisedRatio(SCORES, BASE, new double[] {1, 2, score}, STEADY))
        .isEqualTo(Estimate.UNKNOWN);
  }

  @Test
  void noForksTellNothing() {
    assertThat(Estimate.overForks()).isEqualTo(Estimate.UNKNOWN);
    assertThat(Estimate.pairedRatio(new double[] {}, new double[] {1})).isEqualTo(Estimate.UNKNOWN);
  }

  @Test
  void equalScoresLeaveNoDoubt() {
    assertThat(Estimate.unpairedRatio(new double[] {2, 2, 2}, new double[] {1, 1, 1}))
        .isEqualTo(new Estimate(2, 2, 2));
  }

  @Test
  void anInverseHasTheInverseInterval() {
    assertThat(new Estimate(20, 10, 40).dividing(1000)).isEqualTo(new Estimate(50, 25, 100));
  }

  /** The rounds drift by 30 %, which hits both alike. */
  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void theSameDistributionSeldomLooksDifferent(int rounds) {
    double drift = 0.3;
    long excluded =
        IntStream.range(0, COMPARISONS)
            .filter(
                i -> {
                  double[] base = new double[rounds];
                  double[] scores = new double[rounds];
                  for (int round = 0; round < rounds; round++) {
                    double speed = 10 * Math.exp(drift * random.nextGaussian());
                    base[round] = speed * noise(0.05);
                    scores[round] = speed * noise(0.05);
                  }
                  return Estimate.pairedRatio(scores, base).excludesOne();
                })
            .count();

    assertThat(excluded / (double) COMPARISONS).isBetween(0.035, 0.065);
  }

  /** Welch's approximation errs on the safe side where there are few forks. */
  @ParameterizedTest
  @ValueSource(ints = {3, 5})
  void norDoesItUnpaired(int forks) {
    long excluded =
        IntStream.range(0, COMPARISONS)
            .filter(i -> Estimate.unpairedRatio(noisy(10, forks), noisy(10, forks)).excludesOne())
            .count();

    assertThat(excluded / (double) COMPARISONS).isBetween(0.02, 0.065);
  }

  @Test
  void tenPercentAreFoundAtTwoPercentNoiseInNineOfTen() {
    long found =
        IntStream.range(0, COMPARISONS)
            .filter(
                i ->
                    Difference.ofTimes(Estimate.pairedRatio(noisy(11, 5), noisy(10, 5)))
                        == Difference.SLOWER)
            .count();

    assertThat(found / (double) COMPARISONS).isGreaterThanOrEqualTo(0.9);
  }

  private double[] noisy(double score, int forks) {
    return IntStream.range(0, forks).mapToDouble(i -> score * noise(0.02)).toArray();
  }

  private double noise(double deviation) {
    return Math.exp(deviation * random.nextGaussian());
  }

  private static double[] logScores(double... logs) {
    return DoubleStream.of(logs).map(Math::exp).toArray();
  }
}
