package distilbench.report.choice;

import static distilbench.report.MeasuredRounds.row;
import static distilbench.report.ResultFiles.metric;
import static distilbench.report.ResultFiles.repeated;
import static distilbench.report.ResultFiles.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.report.MeasuredRounds;
import distilbench.report.data.Difference;
import distilbench.report.data.RunFile;
import distilbench.report.verdict.Verdict;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Of recorded runs and of runs put together that row is chosen which the rule names, and why. */
class ChoiceTest {
  private static final String DEFAULT = "2026-11-26-epyc-2cores/default";
  private static final String VARIANTS = "2026-11-27-epyc-2cores/variants";

  private static Choice recorded(String name, Limits limits) {
    RunFile run = RunFile.read(Path.of("jmh-results", name + ".json"));
    return Choice.of(run.rows(), run.sidecar(), Verdict.of(run), limits);
  }

  private static Limits memory(String most) {
    return new Limits(Optional.of(MemoryLimit.of(most)), Optional.empty());
  }

  private static Limits p99(String most) {
    return new Limits(Optional.empty(), Optional.of(LatencyLimit.of(most)));
  }

  private static String chosen(Choice choice) {
    return choice.chosen().map(Candidate::name).orElse("none");
  }

  private static String said(Choice choice) {
    return String.join("\n", new ChoiceText(choice).sentences());
  }

  private static Standing standing(Choice choice, String name) {
    return choice.candidates().stream()
        .filter(one -> one.name().equals(name))
        .findFirst()
        .orElseThrow()
        .standing();
  }

  // ---- Recorded runs ----------------------------------------------------------------------------

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        DEFAULT + " | 4GiB   | THREADS",
        DEFAULT + " | 400MiB | THREADS",
        DEFAULT + " | 280MiB | SINGLE",
        DEFAULT + " | 100MiB | none",
        VARIANTS + " | 1GiB   | THREADS (batchSize=4, graph=CLS_ONLY, precision=INT8)",
        VARIANTS + " | 180MiB | THREADS (batchSize=1, graph=CLS_ONLY, precision=INT8)"
      })
  void theKnownBestIsFound(String run, String limit, String best) {
    assertThat(chosen(recorded(run, memory(limit)))).isEqualTo(best);
  }

  @Test
  void theAnswerStandsInSentences() {
    assertThat(new ChoiceText(recorded(DEFAULT, memory("1GiB"))).sentences())
        .containsExactly(
            "Use THREADS: 30.9 [29.5, 32.3] s per 1000 texts, 32.4 [31.0, 33.9] texts/s, 281 [280,"
                + " 282] MiB (PSS).",
            "Runner-up: SERVER would take 1.02 [0.99, 1.05] times as long (no difference shown) and"
                + " hold 1.10 [1.10, 1.11] times the memory.",
            "Tied with it, no difference in time beyond 3 % being shown: SERVER (1.02 [0.99,"
                + " 1.05]), SHARED_PREPACKED (1.02 [0.98, 1.06]); none of them holds less memory.",
            "May hold more than 1GiB: MULTIPROCESS_BUDGETED (1781 [1781, 1781] MiB),"
                + " MULTIPROCESS_NAIVE (1782 [1781, 1783] MiB).",
            "By the run's own verdict its times are invalid (the machine's speed drifted): measure"
                + " again before you rely on them.");
  }

  @Test
  void whatAnswersOtherwiseThanFloat32SaysSo() {
    assertThat(said(recorded(VARIANTS, memory("1GiB"))))
        .contains(
            "It gives the label that float32 gives for 98.4 % of the texts; in float32 THREADS"
                + " (batchSize=4, graph=CLS_ONLY, precision=FP32) would take 2.90 [2.80, 2.99] times"
                + " as long (slower) and hold 1.69 [1.66, 1.72] times the memory.");
  }

  /** Whatever is chosen: words, standings and printed ratios are about one and the same pair. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        DEFAULT,
        "2026-11-26-epyc-2cores/article",
        VARIANTS,
        "2026-11-27-epyc-2cores/engines",
        "2026-11-27-epyc-2cores/article-python"
      })
  void wordsMatchFigures(String run) {
    for (int limit = 150; limit < 3000; limit = limit * 5 / 4) {
      Choice choice = recorded(run, memory(limit + "MiB"));
      if (choice.chosen().isEmpty()) {
        assertThat(said(choice)).contains("Nothing can be recommended");
        continue;
      }
      Candidate best = choice.chosen().orElseThrow();
      assertThat(best.row().memory().high()).isLessThanOrEqualTo(limit);
      assertThat(choice.of(Standing.CHOSEN)).hasSize(1);
      assertThat(choice.of(Standing.FASTER)).isEmpty();
      for (Candidate tied : choice.of(Standing.TIED)) {
        assertThat(tied.timeRatio()).isEqualTo(tied.row().timeRatio(best.row()));
        assertThat(Difference.ofTimes(tied.timeRatio())).isEqualTo(Difference.NO_DIFFERENCE_SHOWN);
      }
      for (Candidate slower : choice.of(Standing.SLOWER)) {
        assertThat(Difference.ofTimes(slower.timeRatio())).isEqualTo(Difference.SLOWER);
      }
      for (Candidate out : choice.of(Standing.RULED_OUT)) {
        assertThat(out.row().memory().high()).isGreaterThan(limit);
      }
      String tied =
          new ChoiceText(choice)
              .sentences().stream()
                  .filter(sentence -> sentence.startsWith("Tied"))
                  .collect(Collectors.joining());
      assertThat(tied.isEmpty()).isEqualTo(choice.of(Standing.TIED).isEmpty());
    }
  }

  // ---- Ties -------------------------------------------------------------------------------------

  private static final double[] STEADY = {10, 10.1, 9.9, 10.05, 9.95};

  private static double[] times(double factor, double... wobble) {
    double[] times = new double[STEADY.length];
    for (int i = 0; i < times.length; i++) {
      times[i] = STEADY[i] * factor * (1 + (wobble.length > i ? wobble[i] : 0));
    }
    return times;
  }

  @Test
  void ofRowsThatAreTiedTheOneWithLeastMemoryIsChosen() {
    Choice choice =
        new MeasuredRounds()
            .add(row("THREADS", 400, times(1)))
            .add(row("SERVER", 300, times(1.01, 0.02, -0.02, 0.02, -0.02)))
            .add(row("SINGLE", 200, times(1.2)))
            .choice(Limits.NONE);

    assertThat(chosen(choice)).isEqualTo("SERVER");
    assertThat(standing(choice, "THREADS")).isEqualTo(Standing.TIED);
    assertThat(standing(choice, "SINGLE")).isEqualTo(Standing.SLOWER);
    assertThat(choice.runnerUp().map(Candidate::name)).contains("THREADS");
  }

  /** It takes 30 % longer on average, which its five forks do not show: that recommends nothing. */
  @Test
  void whatNobodyKnowsEnoughOfIsNotChosenForItsMemory() {
    Choice choice =
        new MeasuredRounds()
            .add(row("THREADS", 400, times(1)))
            .add(row("SINGLE", 200, times(1.3, 0.5, -0.4, 0.4, -0.3, 0.2)))
            .choice(Limits.NONE);

    assertThat(chosen(choice)).isEqualTo("THREADS");
    assertThat(standing(choice, "SINGLE")).isEqualTo(Standing.TIED);
    assertThat(said(choice))
        .contains("SINGLE (1.31 [0.78, 2.21])")
        .doesNotContain("none of them holds less");
  }

  /** Both are tied with the fastest, whose times spread, but not with each other. */
  @Test
  void whoIsSlowerThanATiedRowIsNotChosen() {
    Choice choice =
        new MeasuredRounds()
            .add(row("THREADS", 400, times(1, 0.04, -0.04, 0.04, -0.04, 0)))
            .add(row("SERVER", 300, times(1.005)))
            .add(row("SINGLE", 200, times(1.04, 0.001, -0.001)))
            .choice(Limits.NONE);

    assertThat(chosen(choice)).isEqualTo("SERVER");
    assertThat(standing(choice, "SINGLE")).isEqualTo(Standing.SLOWER);
  }

  /** The machine was twice as slow from the fourth round on, in which SINGLE had no part. */
  @Test
  void aRowThatLeftEarlyIsComparedOverItsOwnRounds() {
    Choice choice =
        new MeasuredRounds()
            .in(new int[] {1, 2, 3, 4, 5, 6}, row("THREADS", 300, 10, 10, 10, 20, 20, 20))
            .in(new int[] {1, 2, 3}, row("SINGLE", 200, 12, 12.1, 11.9))
            .choice(Limits.NONE);

    assertThat(chosen(choice)).isEqualTo("THREADS");
    assertThat(standing(choice, "SINGLE")).isEqualTo(Standing.SLOWER);
    assertThat(said(choice)).contains("SINGLE would take 1.20 [1.18, 1.23] times as long");
  }

  @Test
  void ofRowsThatNeverMetNoRatioIsSaid() {
    Choice choice =
        new MeasuredRounds()
            .in(new int[] {1, 2, 3}, row("THREADS", 300, 10, 10.1, 9.9))
            .in(new int[] {4, 5, 6}, row("SINGLE", 200, 12, 12.1, 11.9))
            .choice(Limits.NONE);

    assertThat(said(choice))
        .contains(
            "Runner-up: SINGLE, of which is not known how long it takes", "fewer than 3 rounds")
        .doesNotContain("NaN");
  }

  @Test
  void rowsThatMetInTooFewRoundsAreUndecided() {
    Choice choice =
        new MeasuredRounds()
            .in(new int[] {1, 2, 3}, row("THREADS", 300, 10, 10.1, 9.9))
            .in(new int[] {3, 4, 5}, row("SINGLE", 200, 12, 12.1, 11.9))
            .choice(Limits.NONE);

    assertThat(chosen(choice)).isEqualTo("THREADS");
    assertThat(standing(choice, "SINGLE")).isEqualTo(Standing.UNDECIDED);
  }

  // ---- What keeps rows from taking part ---------------------------------------------------------

  @Test
  void aFigureThatIsNotValidIsNotChosen() {
    ObjectNode unseen = row("THREADS", 300, times(0.5));
    unseen.withObject("/secondaryMetrics").set("mem.tree.pss.peak", metric("MiB", 1, Double.NaN));
    Choice choice =
        new MeasuredRounds()
            .add(unseen)
            .add(row("SINGLE", 200, times(1)))
            .add(row("SERVER", 200, 1, 1))
            .choice(Limits.NONE);

    assertThat(chosen(choice)).isEqualTo("SINGLE");
    assertThat(said(choice))
        .contains(
            "Memory is not valid: SERVER (fewer than 3 forks: 2 forks), THREADS (not measured: PSS"
                + " is NaN in 1 of 2 forks).")
        .contains("Time is not valid: SERVER (fewer than 3 forks: 2 forks).")
        .doesNotContain("By the run's own verdict");
  }

  @Test
  void whereAllAreInvalidNothingIsRecommended() {
    Choice choice = new MeasuredRounds().add(row("SINGLE", 200, 1, 1)).choice(Limits.NONE);

    assertThat(choice.chosen()).isEmpty();
    assertThat(choice.runnerUp()).isEmpty();
    assertThat(said(choice)).startsWith("Nothing can be recommended: of 1 row 1 invalid.");
    assertThat(new ChoiceText(choice).repetition().commands()).isEmpty();
  }

  @Test
  void rowsOfTwoModelsAreNotCompared() {
    Choice choice =
        new MeasuredRounds()
            .add(row("SINGLE", 200, STEADY))
            .add(with(row("SINGLE", 200, STEADY), "model", "mine"))
            .choice(memory("1GiB"));

    assertThat(choice.candidates()).isEmpty();
    assertThat(said(choice))
        .isEqualTo(
            "No choice: the rows are of several models or corpora (model=builtin, model=mine);"
                + " measure each in a run of its own.");
  }

  @Test
  void aFirstLookOverFewerTextsTakesNoPart() {
    MeasuredRounds run =
        new MeasuredRounds()
            .add(row("SINGLE", 200, STEADY))
            .add(with(row("THREADS", 300, times(0.1)), "texts", "40"));

    assertThat(chosen(run.choice(Limits.NONE))).isEqualTo("SINGLE");
    assertThat(said(run.choice(Limits.NONE)))
        .contains("1 of 2 rows took no part: they were not measured over 250 texts.");
    assertThat(said(run.choice(memory("250MiB"))))
        .containsPattern("Of these may hold more than 250MiB: THREADS.* \\(301 MiB\\)\\.");
    assertThat(said(run.choice(memory("1GiB")))).doesNotContain("Of these");
  }

  @Test
  void withoutMemoryTimeAloneDecidesUnlessItIsLimited() {
    ObjectNode single = row("SINGLE", 200, STEADY);
    single.withObject("/secondaryMetrics").remove("mem.tree.pss.peak");
    MeasuredRounds run = new MeasuredRounds().add(single);

    assertThat(chosen(run.choice(Limits.NONE))).isEqualTo("SINGLE");
    assertThat(said(run.choice(Limits.NONE)))
        .contains("Memory was not measured: time alone decides.")
        .doesNotContain("NaN");
    assertThat(chosen(run.choice(memory("1GiB")))).isEqualTo("none");
  }

  // ---- Latency ----------------------------------------------------------------------------------

  private static ObjectNode open(String deployment, int rate, double... p99) {
    ObjectNode open =
        MeasuredRounds.of("OpenLoop.serve", row(deployment, 300, repeated(30, p99.length)));
    open.withObject("/secondaryMetrics").set("lat.p99", metric("ms", p99));
    return with(with(with(open, "rate", "" + rate), "callSize", "1"), "arrivals", "POISSON");
  }

  private static ObjectNode closed(String deployment, double p99) {
    ObjectNode closed = MeasuredRounds.of("ClosedLoop.call", row(deployment, 300, 0.1, 0.11, 0.12));
    closed.put("mode", "sample").put("threads", 4);
    closed.withObject("/primaryMetric").putObject("scorePercentiles").put("99.0", p99);
    return closed;
  }

  private static MeasuredRounds passes() {
    return new MeasuredRounds()
        .add(row("THREADS", 300, STEADY))
        .add(row("SINGLE", 200, times(1.2)));
  }

  @Test
  void aLatencyIsThatOfItsOwnDeploymentAtTheHighestRateThatKeepsIt() {
    Choice choice =
        passes()
            .add(open("THREADS", 20, 190, 200, 210))
            .add(open("SINGLE", 10, 90, 91, 92))
            .add(open("SINGLE", 20, 120, 121, 122))
            .add(open("SINGLE", 30, 400, 401, 402))
            .choice(p99("150ms"));

    assertThat(chosen(choice)).isEqualTo("SINGLE");
    assertThat(said(choice))
        .containsPattern(
            "Use SINGLE: .* MiB \\(PSS\\), p99 121 \\[\\d+, \\d+\\] ms at 20 calls/s\\.")
        .containsPattern(
            "p99 may be above 150ms: THREADS \\(200 \\[\\d+, \\d+\\] ms at 20 calls/s\\)\\.");
    assertThat(new ChoiceText(choice).repetition().commands())
        .containsExactly(
            "java -jar target/benchmarks.jar CorpusPass -p deployment=SINGLE -f 5",
            "java -jar target/benchmarks.jar OpenLoop -p deployment=SINGLE -p rate=20 -f 3");
  }

  @Test
  void anInvalidRowRulesNothingOut() {
    Choice choice =
        passes()
            .add(open("THREADS", 40, 900, 900))
            .add(open("THREADS", 20, 120, 121, 122))
            .add(open("SINGLE", 40, 900, 900))
            .choice(p99("150ms"));

    assertThat(chosen(choice)).isEqualTo("THREADS");
    assertThat(standing(choice, "SINGLE")).isEqualTo(Standing.NOT_JUDGED);
    assertThat(said(choice))
        .contains("p99 is not known: SINGLE (what was measured is invalid at 40 calls/s).");
  }

  @Test
  void callersThatWaitTellItWhereNoCallsArriveByThemselves() {
    Choice choice =
        passes().add(closed("THREADS", 0.14)).add(closed("SINGLE", 0.16)).choice(p99("150ms"));

    assertThat(chosen(choice)).isEqualTo("THREADS");
    assertThat(said(choice))
        .contains("p99 140 ms in a closed loop, -t 4")
        .contains("p99 may be above 150ms: SINGLE (160 ms in a closed loop, -t 4).");
  }

  @Test
  void aLimitThatNothingTellsOfIsNotPassedInSilence() {
    Choice choice = passes().choice(p99("150ms"));

    assertThat(choice.chosen()).isEmpty();
    assertThat(said(choice))
        .startsWith("Nothing can be recommended: of 2 rows 2 not judged.")
        .contains("p99 is not known: THREADS, SINGLE.");
  }

  @Test
  void otherSettingsAreAnotherDeployment() {
    ObjectNode other = with(open("THREADS", 20, 900, 900, 900), "processes", "4");
    List<Candidate> judged =
        new MeasuredRounds()
            .add(with(row("THREADS", 300, STEADY), "processes", "8"))
            .add(other)
            .choice(p99("150ms"))
            .of(Standing.NOT_JUDGED);

    assertThat(judged).hasSize(1);
  }
}
