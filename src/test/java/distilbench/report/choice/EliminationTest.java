package distilbench.report.choice;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.report.MeasuredRounds;
import distilbench.report.data.DeploymentRow;
import distilbench.report.data.ResultRow;
import distilbench.report.data.ResultsFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.StatUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows are dropped that cannot be the answer, and the best one is not among them. */
class EliminationTest {
  private static final int RUNS = 100;
  private static final double MOST_WRONG = 0.05;

  /** From here on a difference decides, see the rule of the choice. */
  private static final double RELEVANT = 1.03;

  private static List<String> dropped(MeasuredRounds run, Limits limits) {
    return Elimination.of(run.rows(), any -> true, run.sidecar(), limits).dropped().stream()
        .map(row -> row.parameters().get("deployment"))
        .toList();
  }

  private static MeasuredRounds threeRounds() {
    return new MeasuredRounds()
        .add(MeasuredRounds.row("SINGLE", 280, 10, 10.1, 9.9))
        .add(MeasuredRounds.row("THREADS", 390, 9, 9.05, 8.95))
        .add(MeasuredRounds.row("MULTIPROCESS_NAIVE", 1780, 16, 16.2, 15.9));
  }

  @Test
  void whatIsShownToBeSlowerIsDropped() {
    assertThat(dropped(threeRounds(), Limits.NONE)).containsExactly("SINGLE", "MULTIPROCESS_NAIVE");
  }

  @Test
  void theFastestOfThoseWithinTheLimitIsTheMeasure() {
    Limits limits = new Limits(Optional.of(MemoryLimit.of("390MiB")), Optional.empty());

    assertThat(dropped(threeRounds(), limits)).containsExactly("THREADS", "MULTIPROCESS_NAIVE");
  }

  @Test
  void twoRoundsDropNobody() {
    MeasuredRounds run =
        new MeasuredRounds()
            .add(MeasuredRounds.row("SINGLE", 280, 10, 10))
            .add(MeasuredRounds.row("MULTIPROCESS_NAIVE", 1780, 16, 16));
    Limits limits = new Limits(Optional.of(MemoryLimit.of("400MiB")), Optional.empty());

    assertThat(dropped(run, limits)).isEmpty();
  }

  /** The best one of those, by the mean of what it has, lacks a time. */
  @Test
  void aMissingTimeProtectsNobody() {
    ObjectNode broken = MeasuredRounds.row("THREADS", 280, 9, 9, 9.1, 8.9);
    broken.withArray("/primaryMetric/rawData").removeAll().addArray().add("NaN");
    for (double time : new double[] {9, 9.1, 8.9}) {
      broken.withArray("/primaryMetric/rawData").addArray().add(time);
    }
    MeasuredRounds run =
        new MeasuredRounds()
            .add(broken)
            .add(MeasuredRounds.row("SINGLE", 280, 10, 10.1, 10.2, 9.9));

    assertThat(dropped(run, Limits.NONE)).containsExactly("SINGLE");
  }

  @Test
  void rowsThatMetInTooFewRoundsDropNobody() {
    MeasuredRounds run =
        new MeasuredRounds()
            .in(new int[] {1, 2, 3}, MeasuredRounds.row("SINGLE", 280, 10, 10, 10))
            .in(new int[] {2, 3, 4}, MeasuredRounds.row("THREADS", 280, 9, 9, 9));

    assertThat(dropped(run, Limits.NONE)).isEmpty();
  }

  /**
   * Races among rows that spread as recorded ones did, looked at after the third, fourth and fifth
   * round: in no more than 5 % of them is the best one dropped, if it is the best by as much as
   * decides, and in no more than 5 % does nobody stay who is as good as the best, whatever it is.
   */
  @ParameterizedTest
  @ValueSource(strings = {"2026-11-26-epyc-2cores/default", "2026-11-27-epyc-2cores/variants"})
  void theBestStays(String recorded) {
    List<double[]> residuals =
        residuals(ResultsFile.read(Path.of("jmh-results", recorded + ".json")));
    Random random = new Random(19);
    int bestDropped = 0;
    int nobodyAsGood = 0;
    for (int run = 0; run < RUNS; run++) {
      double[] clear = new double[residuals.size()];
      Arrays.setAll(clear, row -> row == 0 ? 1 : RELEVANT);
      bestDropped += race(clear, residuals, random).contains(0) ? 0 : 1;
      double[] close = new double[residuals.size()];
      Arrays.setAll(close, row -> 1 + 0.08 * random.nextDouble());
      double best = Arrays.stream(close).min().orElseThrow();
      nobodyAsGood +=
          race(close, residuals, random).stream().anyMatch(row -> close[row] < best * RELEVANT)
              ? 0
              : 1;
    }

    assertThat(bestDropped / (double) RUNS).isLessThanOrEqualTo(MOST_WRONG);
    assertThat(nobodyAsGood / (double) RUNS).isLessThanOrEqualTo(MOST_WRONG);
  }

  /** For each row the deviations of its log times from those of its rounds. */
  private static List<double[]> residuals(List<ResultRow> rows) {
    List<double[]> logs =
        rows.stream()
            .map(DeploymentRow::of)
            .filter(row -> row.isTimed() && row.runsModel())
            .map(row -> Arrays.stream(row.times()).map(Math::log).toArray())
            .toList();
    int rounds = logs.get(0).length;
    double[] ofRounds =
        IntStream.range(0, rounds)
            .mapToDouble(round -> logs.stream().mapToDouble(row -> row[round]).average().orElse(0))
            .toArray();
    return logs.stream()
        .map(
            row -> {
              double[] rest = new double[rounds];
              Arrays.setAll(rest, round -> row[round] - ofRounds[round]);
              double mean = StatUtils.mean(rest);
              return Arrays.stream(rest).map(one -> one - mean).toArray();
            })
        .toList();
  }

  /** Who is left after five rounds. */
  private static List<Integer> race(double[] truth, List<double[]> residuals, Random random) {
    int rounds = 5;
    double[][] times = new double[truth.length][rounds];
    for (int row = 0; row < truth.length; row++) {
      double spread = Math.sqrt(StatUtils.variance(residuals.get(row)));
      for (int round = 0; round < rounds; round++) {
        times[row][round] = truth[row] * Math.exp(spread * random.nextGaussian());
      }
    }
    List<Integer> left = new ArrayList<>(IntStream.range(0, truth.length).boxed().toList());
    for (int seen = 3; seen <= rounds; seen++) {
      MeasuredRounds run = new MeasuredRounds();
      for (int row : left) {
        run.add(MeasuredRounds.row("ROW" + row, 300, Arrays.copyOf(times[row], seen)));
      }
      dropped(run, Limits.NONE)
          .forEach(name -> left.remove((Integer) Integer.parseInt(name.substring(3))));
    }
    return left;
  }
}
