package distilbench.launcher.rounds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import distilbench.format.RowIdentity;
import distilbench.launcher.plan.PlannedRow;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.commons.math3.distribution.TDistribution;
import org.apache.commons.math3.stat.descriptive.SummaryStatistics;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.AverageTimeResult;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.SampleTimeResult;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.results.SingleShotResult;
import org.openjdk.jmh.results.ThroughputResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.util.SampleBuffer;

/**
 * Forks measured one by one are put together into what JMH makes of the same raw data when it
 * measures all forks of a row itself.
 */
class ResultsTest {
  private static final int FORKS = 3;
  private static final int ITERATIONS = 2;

  /** Nanoseconds of the iterations, fork by fork. */
  private static final long[][] MEASURED = {
    {11_600_000_000L, 11_900_000_000L},
    {12_400_000_000L, 11_700_000_000L},
    {11_100_000_000L, 13_000_000_000L}
  };

  @ParameterizedTest
  @EnumSource(names = {"SingleShotTime", "SampleTime", "Throughput", "AverageTime"})
  void scoresErrorsAndFilesEqualThoseOfJmh(Mode mode) {
    RunResult jmhs = new RunResult(params(mode, FORKS), forks(params(mode, FORKS)));
    Results results = new Results();
    results.plan(List.of(row(mode)));

    for (BenchmarkResult fork : forks(params(mode, 1))) {
      results.add(row(mode).row(), new RunResult(params(mode, 1), List.of(fork)));
    }

    RunResult merged = results.merged().iterator().next();
    assertThat(merged.getParams().getForks()).isEqualTo(FORKS);
    assertThat(merged.getBenchmarkResults()).hasSize(FORKS);
    assertThat(Results.isWhole(merged)).isTrue();
    assertSame(merged.getPrimaryResult(), jmhs.getPrimaryResult());
    assertThat(merged.getSecondaryResults().keySet())
        .isEqualTo(jmhs.getSecondaryResults().keySet());
    merged
        .getSecondaryResults()
        .forEach((label, result) -> assertSame(result, jmhs.getSecondaryResults().get(label)));
    for (ResultFormatType format : ResultFormatType.values()) {
      assertThat(written(format, results.merged())).isEqualTo(written(format, List.of(jmhs)));
    }
  }

  @Test
  void theIntervalIsStudentsOverAllIterations() {
    Results results = new Results();
    results.plan(List.of(row(Mode.SingleShotTime)));
    SummaryStatistics seconds = new SummaryStatistics();

    for (BenchmarkResult fork : forks(params(Mode.SingleShotTime, 1))) {
      results.add(
          row(Mode.SingleShotTime).row(),
          new RunResult(params(Mode.SingleShotTime, 1), List.of(fork)));
    }
    Arrays.stream(MEASURED).flatMapToLong(Arrays::stream).forEach(ns -> seconds.addValue(ns / 1e9));

    Result<?> score = results.merged().iterator().next().getPrimaryResult();
    double halfWidth =
        new TDistribution(seconds.getN() - 1).inverseCumulativeProbability(1 - 0.001 / 2)
            * seconds.getStandardDeviation()
            / Math.sqrt(seconds.getN());
    assertThat(score.getScore()).isCloseTo(seconds.getMean(), within(1e-9));
    assertThat(score.getScoreError()).isCloseTo(halfWidth, within(1e-6));
  }

  @Test
  void aMeanIsAveragedAPeakIsThePeakAndTheUnknownStaysUnknown() {
    Results results = new Results();
    results.plan(List.of(row(Mode.SingleShotTime)));

    for (BenchmarkResult fork : forks(params(Mode.SingleShotTime, 1))) {
      results.add(
          row(Mode.SingleShotTime).row(),
          new RunResult(params(Mode.SingleShotTime, 1), List.of(fork)));
    }

    var metrics = results.merged().iterator().next().getSecondaryResults();
    assertThat(metrics.get("mean").getScore()).isCloseTo(11.95, within(1e-9));
    assertThat(metrics.get("peak").getScore()).isEqualTo(13.0);
    assertThat(metrics.get("unknown").getScore()).isNaN();
    assertThat(metrics.get("unknownOnce").getScore()).isNaN();
  }

  @Test
  void theFileOfARunThatIsUnderWayIsNotWholeButSaysHowManyForksArePlanned() {
    Results results = new Results();
    results.plan(List.of(row(Mode.SingleShotTime)));
    BenchmarkParams alone = params(Mode.SingleShotTime, 1);

    results.add(row(Mode.SingleShotTime).row(), new RunResult(alone, List.of(forks(alone).get(0))));

    RunResult merged = results.merged().iterator().next();
    assertThat(Results.isWhole(merged)).isFalse();
    assertThat(merged.getParams().getForks()).isEqualTo(FORKS);
    assertThat(merged.getBenchmarkResults()).hasSize(1);
  }

  @Test
  void aRowThatALaterStageMeasuresAgainHasAllItsForks() {
    Results results = new Results();
    BenchmarkParams alone = params(Mode.SingleShotTime, 1);
    BenchmarkResult fork = forks(alone).get(0);
    RowIdentity row = row(Mode.SingleShotTime).row();

    results.plan(List.of(new PlannedRow(row, 1, 0)));
    results.add(row, new RunResult(alone, List.of(fork)));
    results.plan(List.of(new PlannedRow(row, 2, 0)));
    results.add(row, new RunResult(alone, List.of(fork)));

    RunResult merged = results.merged().iterator().next();
    assertThat(merged.getParams().getForks()).isEqualTo(3);
    assertThat(merged.getBenchmarkResults()).hasSize(2);
    assertThat(Results.isWhole(merged)).isFalse();
  }

  @Test
  void rowsComeInTheOrderOfThePlanAndSortAsJmhSortsThem() {
    PlannedRow large = row(Mode.SingleShotTime, "16");
    PlannedRow small = row(Mode.SingleShotTime, "2");
    Results results = new Results();
    results.plan(List.of(large, small));

    results.add(small.row(), MeasuredFork.singleShot(small.row(), 1));
    results.add(large.row(), MeasuredFork.singleShot(large.row(), 2));

    List<RunResult> merged = List.copyOf(results.merged());
    assertThat(merged)
        .extracting(result -> result.getParams().getParam("size"))
        .containsExactly("16", "2");
    assertThat(merged).isSortedAccordingTo(RunResult.DEFAULT_SORT_COMPARATOR);
    assertThat(RunResult.DEFAULT_SORT_COMPARATOR.compare(merged.get(0), merged.get(1)))
        .isNegative();
  }

  private static void assertSame(Result<?> merged, Result<?> jmhs) {
    assertThat(merged).hasSameClassAs(jmhs);
    assertThat(merged.getScore()).isEqualTo((Double) jmhs.getScore());
    assertThat(merged.getScoreError()).isEqualTo((Double) jmhs.getScoreError());
    assertThat(merged.getScoreConfidence()).isEqualTo(jmhs.getScoreConfidence());
    assertThat(merged.getScoreUnit()).isEqualTo(jmhs.getScoreUnit());
    assertThat(merged.getSampleCount()).isEqualTo(jmhs.getSampleCount());
  }

  private static String written(ResultFormatType format, Collection<RunResult> results) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ResultFormatFactory.getInstance(format, new PrintStream(bytes, true, StandardCharsets.UTF_8))
        .writeOut(results);
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static List<BenchmarkResult> forks(BenchmarkParams params) {
    List<BenchmarkResult> forks = new ArrayList<>();
    for (long[] fork : MEASURED) {
      List<IterationResult> iterations = new ArrayList<>();
      for (long nanoseconds : fork) {
        double seconds = nanoseconds / 1e9;
        double knownButOnce = nanoseconds == MEASURED[1][0] ? Double.NaN : seconds;
        iterations.add(
            MeasuredFork.iteration(
                params,
                List.of(
                    primary(params.getMode(), nanoseconds),
                    new ScalarResult("mean", seconds, "s", AggregationPolicy.AVG),
                    new ScalarResult("peak", seconds, "s", AggregationPolicy.MAX),
                    new ScalarResult("unknown", Double.NaN, "s", AggregationPolicy.AVG),
                    new ScalarResult("unknownOnce", knownButOnce, "s", AggregationPolicy.AVG))));
      }
      BenchmarkResult result = new BenchmarkResult(params, iterations);
      result.addBenchmarkResult(new ScalarResult("ofTheFork", fork[0], "s", AggregationPolicy.AVG));
      forks.add(result);
    }
    return forks;
  }

  private static Result<?> primary(Mode mode, long nanoseconds) {
    return switch (mode) {
      case SingleShotTime ->
          new SingleShotResult(ResultRole.PRIMARY, "run", nanoseconds, TimeUnit.SECONDS);
      case Throughput ->
          new ThroughputResult(ResultRole.PRIMARY, "run", 250, nanoseconds, TimeUnit.SECONDS);
      case AverageTime ->
          new AverageTimeResult(ResultRole.PRIMARY, "run", 250, nanoseconds, TimeUnit.SECONDS);
      case SampleTime -> {
        SampleBuffer samples = new SampleBuffer();
        for (int i = 1; i <= 100; i++) {
          samples.add(nanoseconds / i);
        }
        yield new SampleTimeResult(ResultRole.PRIMARY, "run", samples, TimeUnit.SECONDS);
      }
      default -> throw new IllegalArgumentException(mode.toString());
    };
  }

  private static PlannedRow row(Mode mode) {
    return row(mode, "8");
  }

  private static PlannedRow row(Mode mode, String size) {
    return MeasuredFork.planned(MeasuredFork.row(mode, Map.of("size", size)), FORKS);
  }

  private static BenchmarkParams params(Mode mode, int forks) {
    return MeasuredFork.params(row(mode).row(), forks, ITERATIONS);
  }
}
