package distilbench.report.tracking;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.report.data.Difference;
import distilbench.report.data.Estimate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What differs from run to run is no change; what differs by more is one. */
class BaselineTest {
  private static final double BETWEEN_RUNS = 0.02;

  @Test
  void aRunLikeTheEarlierOnesIsCalledChangedInFiveOfAHundred() {
    Random random = new Random(1);
    int changed = 0;
    for (int i = 0; i < 2000; i++) {
      changed += verdict(random, 8, 1).isShown() ? 1 : 0;
    }
    assertThat(changed / 2000.0).isBetween(0.03, 0.065);
  }

  @Test
  void aStepOfTenPercentIsFound() {
    Random random = new Random(2);
    int slower = 0;
    for (int i = 0; i < 200; i++) {
      slower += verdict(random, 10, 1.1) == Difference.SLOWER ? 1 : 0;
    }
    assertThat(slower).isGreaterThan(180);
  }

  @Test
  void fromTwoRunsNothingFollows() {
    assertThat(verdict(new Random(3), 2, 2)).isEqualTo(Difference.INCONCLUSIVE);
  }

  @Test
  void onlyTheLastTenBeforeItCountAndOfTheSameSeries() {
    List<TrackedRun> runs = new ArrayList<>();
    IntStream.range(0, 15).forEach(day -> runs.add(run(day, day < 5 ? 100 : 40)));
    runs.add(run(30, 7));

    Baseline.Deviation beside = new Baseline(runs).of(run(20, 40)).get(0);

    assertThat(beside.runs()).isEqualTo(Baseline.RUNS);
    assertThat(beside.ratio().value()).isEqualTo(1);
    TrackedRun other =
        new TrackedRun(
            "x.json",
            Instant.ofEpochSecond(1_000_000),
            "",
            List.of(new TrackedFigure("another", Measure.TIME, exactly(40))),
            List.of());
    assertThat(new Baseline(runs).of(other).get(0).runs()).isZero();
  }

  private static Difference verdict(Random random, int earlier, double step) {
    List<TrackedRun> runs =
        IntStream.range(0, earlier).mapToObj(day -> run(day, time(random))).toList();
    return new Baseline(runs).of(run(earlier, step * time(random))).get(0).verdict();
  }

  private static double time(Random random) {
    return 40 * Math.exp(BETWEEN_RUNS * random.nextGaussian());
  }

  private static TrackedRun run(int day, double time) {
    return new TrackedRun(
        day + ".json",
        Instant.ofEpochSecond(86_400L * day),
        "",
        List.of(new TrackedFigure("SINGLE", Measure.TIME, exactly(time))),
        List.of());
  }

  private static Estimate exactly(double value) {
    return new Estimate(value, Double.NaN, Double.NaN);
  }
}
