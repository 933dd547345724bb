package distilbench.report.data;

import static distilbench.report.ResultFiles.load;
import static distilbench.report.ResultFiles.metric;
import static distilbench.report.ResultFiles.pass;
import static distilbench.report.ResultFiles.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.report.PublishedRuns;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A run shows what it is said to be able to show as often as is said, and seldom anything else. */
class SmallestDifferenceTest {
  private static final int RUNS = 10_000;
  private static final double TENTH = Math.exp(0.1);

  private final Random random = new Random(20_261_128);

  /** As scipy 1.17.1 has it: where {@code stats.nct.sf(stats.t.ppf(0.975, df), df, x)} is 0.8. */
  @ParameterizedTest
  @CsvSource({"2, 5.65349", "4, 3.76106", "8, 3.20092", "40, 2.87113"})
  void theShiftIsThatOfTheNoncentralDistribution(double freedom, double shift) {
    assertThat(SmallestDifference.noncentrality(freedom)).isEqualTo(shift, within(1e-4));
  }

  /** The logarithms of the ratios are 0, 0.1 and 0.2: their standard deviation is 0.1. */
  @Test
  void itFollowsFromHowFarRatiosSpreadOverRounds() {
    SmallestDifference smallest =
        ofPasses(
            true,
            pass("SINGLE", 8.0, 9, 10),
            pass("THREADS", 8.0, 9 * TENTH, 10 * TENTH * TENTH),
            pass("CONTROL", 1.0, 2, 3));

    assertThat(smallest.forks()).isEqualTo(3);
    assertThat(smallest.rows()).isEqualTo(2);
    assertThat(Math.log(smallest.ratio()))
        .isEqualTo(SmallestDifference.noncentrality(2) * 0.1 / Math.sqrt(3), within(1e-9));
  }

  /** Their scores are the schedule's: they do not spread at all. */
  @Test
  void ofCallsThatArriveItIsThatOfTheirLatencies() {
    SmallestDifference smallest =
        ofPasses(
            true,
            load("SINGLE", 80.0, 90, 100),
            load("THREADS", 80.0, 90 * TENTH, 100 * TENTH * TENTH));

    assertThat(Math.log(smallest.ratio()))
        .isEqualTo(SmallestDifference.noncentrality(2) * 0.1 / Math.sqrt(3), within(1e-9));
  }

  /** Each row's logarithms spread by 0.1, and two rows' means by sqrt(2/3) of it. */
  @Test
  void withoutRoundsItFollowsFromHowFarForksSpread() {
    double[] forks = {8, 8 * TENTH, 8 * TENTH * TENTH};

    SmallestDifference smallest = ofPasses(false, pass("SINGLE", forks), pass("THREADS", forks));

    assertThat(Math.log(smallest.ratio()))
        .isEqualTo(SmallestDifference.noncentrality(4) * 0.1 * Math.sqrt(2.0 / 3), within(1e-9));
  }

  @Test
  void aRowThatWasBrokenOffCountsWithTheRoundsThatItHas() {
    assertThat(ofPasses(true, pass("SINGLE", 8.0, 9, 9, 9), pass("THREADS", 8.0, 8, 9)).forks())
        .isEqualTo(3);
  }

  /** None of one row, of too few forks, of what could not be measured. */
  @Test
  void whereNothingComparesThereIsNone() {
    assertThat(differences(true, pass("SINGLE", 8.0, 9, 10))).isEmpty();
    assertThat(differences(true, pass("SINGLE", 8.0, 9), pass("THREADS", 8.0, 9))).isEmpty();
    assertThat(
            differences(
                true,
                pass("SINGLE", 8.0, 9, 10),
                with(
                    pass("THREADS", 8.0, 9, 10),
                    row -> row.set("primaryMetric", metric("s/op", 8, 9, Double.NaN)))))
        .isEmpty();
  }

  /** Rows that are one and the same, each of which spreads as a recorded row does. */
  @Test
  void inFiveOfAHundredRunsWhatIsTheSameLooksDifferent() throws IOException {
    List<Recording> recordings = recordings();
    int found = 0;
    for (int run = 0; run < RUNS; run++) {
      Recording recording = recordings.get(run % recordings.size());
      double[] speeds = speeds(recording.rounds());
      double[] row = scores(speeds, 1, recording.spreadOfAnyRow(random));
      double[] other = scores(speeds, 1, recording.spreadOfAnyRow(random));
      found += Estimate.pairedRatio(row, other).excludesOne() ? 1 : 0;
    }

    assertThat(found / (double) RUNS).isBetween(0.04, 0.06);
  }

  /** Rows that differ by what the recorded run is said to show, and spread as its rows do. */
  @Test
  void theSmallestDifferenceIsShownAsOftenAsIsSaid() throws IOException {
    List<Recording> recordings = recordings();
    int found = 0;
    for (int run = 0; run < RUNS; run++) {
      Recording recording = recordings.get(run % recordings.size());
      double[] speeds = speeds(recording.rounds());
      double[] row = scores(speeds, recording.smallest().ratio(), recording.spread());
      double[] other = scores(speeds, 1, recording.spread());
      found += Estimate.pairedRatio(row, other).excludesOne() ? 1 : 0;
    }

    assertThat(found / (double) RUNS).isBetween(0.79, 0.81);
  }

  /**
   * A run that was recorded.
   *
   * @param spreads of the logarithms of each row's scores beside the mean of their round
   * @param spread the same, pooled
   */
  private record Recording(List<Double> spreads, double spread, SmallestDifference smallest) {
    int rounds() {
      return smallest.forks();
    }

    double spreadOfAnyRow(Random random) {
      return spreads.get(random.nextInt(spreads.size()));
    }
  }

  private static List<Recording> recordings() throws IOException {
    return PublishedRuns.files().stream()
        .map(RunFile::read)
        .map(SmallestDifferenceTest::of)
        .toList();
  }

  private static Recording of(RunFile run) {
    assertThat(run.inRounds()).isTrue();
    List<double[]> logs =
        run.rows().stream()
            .filter(row -> !row.isHarness())
            .map(row -> Arrays.stream(row.primary().forkFigures()).map(Math::log).toArray())
            .toList();
    return new Recording(
        logs.stream().map(row -> spread(row, logs)).toList(),
        Math.sqrt(SmallestDifference.pairedVariance(logs) / 2),
        SmallestDifference.ofEach(run.rows(), true).get(0));
  }

  private static double spread(double[] row, List<double[]> all) {
    double[] beside =
        IntStream.range(0, row.length)
            .mapToDouble(
                round ->
                    row[round] - all.stream().mapToDouble(any -> any[round]).sum() / all.size())
            .toArray();
    return Math.sqrt(StatUtils.variance(beside));
  }

  /** What a round does to all rows alike. */
  private double[] speeds(int rounds) {
    return random.doubles(rounds).map(any -> 0.1 * random.nextGaussian()).toArray();
  }

  private double[] scores(double[] speeds, double ratio, double spread) {
    return Arrays.stream(speeds)
        .map(speed -> ratio * Math.exp(speed + spread * random.nextGaussian()))
        .toArray();
  }

  private static SmallestDifference ofPasses(boolean byRound, ObjectNode... passes) {
    return differences(byRound, passes).get(0);
  }

  private static List<SmallestDifference> differences(boolean byRound, ObjectNode... passes) {
    ArrayNode rows = JsonNodeFactory.instance.arrayNode();
    Stream.of(passes).forEach(rows::add);
    return SmallestDifference.ofEach(ResultsFile.rows(rows), byRound);
  }
}
