package distilbench.launcher.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.console.Quantity;
import distilbench.format.RowIdentity;
import distilbench.launcher.output.PrintedConsole;
import distilbench.launcher.plan.RunPlan;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.runner.options.VerboseMode;

/** People see what runs, how far it is, how long it will take, and the last score. */
class ProgressReportTest {
  private static final RowIdentity SINGLE = row("SINGLE", "1");
  private static final RowIdentity SERVER = row("SERVER", "2");
  private static final RunPlan PLAN =
      new RunPlan(List.of(MeasuredFork.planned(SINGLE, 2), MeasuredFork.planned(SERVER, 2)), 1);

  @Test
  void elsewhereThanOnATerminalEveryForkGetsOneLine() {
    PrintedConsole printed = PrintedConsole.plain(VerboseMode.NORMAL);

    observe(new ProgressReport(printed.console()));

    assertThat(printed.output().lines())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isEqualTo("0:00  round 1 of 2, row 1 of 2: Example.run SINGLE processes=1"),
            second ->
                assertThat(second)
                    .matches(
                        "0:00  round 1 of 2, row 2 of 2: Example.run SERVER processes=2;"
                            + " about 0:00 left; last: SINGLE processes=1 11\\.6 s/op"),
            third ->
                assertThat(third)
                    .startsWith("0:00  round 2 of 2, row 1 of 2: Example.run SERVER processes=2;")
                    .endsWith("; last: SERVER processes=2 failed"));
    assertThat(printed.output()).doesNotContain("\u001b", "texts");
  }

  @Test
  void aTerminalShowsOneLineThatChangesAndKeepsALineForEveryFork() {
    PrintedConsole printed = PrintedConsole.terminal();

    observe(new ProgressReport(printed.console()));

    assertThat(printed.output().lines().filter(line -> line.contains("11.6 s/op")))
        .anyMatch(
            line ->
                line.endsWith(
                    "round 1 of 2, row 1 of 2: Example.run SINGLE processes=1  11.6 s/op"));
    assertThat(printed.output())
        .as("in the end the changing line is taken away")
        .endsWith("\r\u001b[K");
  }

  @Test
  void aSilentRunShowsNothing() {
    PrintedConsole printed = PrintedConsole.plain(VerboseMode.SILENT);

    observe(new ProgressReport(printed.console()));

    assertThat(printed.output() + printed.errors()).isEmpty();
  }

  @Test
  void aStageIsToldByItsTitleAndTheTimeThatAllMayTakeByItsLimit() {
    PrintedConsole printed = PrintedConsole.plain(VerboseMode.NORMAL);
    ProgressReport progress = new ProgressReport(printed.console(), " of at most 15:00");

    progress.stageStarted(
        new RunPlan("deployments", List.of(MeasuredFork.planned(SINGLE, 1)), 1, 0));
    progress.roundStarted(1);
    progress.rowStarted(1, SINGLE);
    progress.rowFailed(1, SINGLE);
    progress.stageStarted(new RunPlan("final", List.of(MeasuredFork.planned(SERVER, 2)), 1, 1));
    progress.roundStarted(2);
    progress.rowStarted(2, SERVER);

    assertThat(printed.output().lines())
        .satisfiesExactly(
            first ->
                assertThat(first)
                    .isEqualTo("0:00 of at most 15:00  deployments, row 1 of 1: Example.run"),
            second ->
                assertThat(second)
                    .startsWith(
                        "0:00 of at most 15:00  final, round 1 of 2, row 1 of 1: Example.run;"
                            + " about 0:00 left of this stage; last: "));
  }

  @Test
  void timeLeftIsLearnedFromTheForksThatHaveEnded() {
    ProgressReport.TimeLeft left = new ProgressReport.TimeLeft();
    assertThat(left.of(List.of(SINGLE))).isNaN();

    left.took(SINGLE, 10);
    assertThat(left.of(List.of(SINGLE, SERVER, SERVER))).isEqualTo(30);

    left.took(SERVER, 40);
    assertThat(left.of(List.of(SINGLE, SERVER))).isEqualTo(50);
    left.took(SINGLE, 20);
    assertThat(left.of(List.of(SINGLE, SERVER))).isEqualTo(60);
    assertThat(left.of(List.of())).isZero();
  }

  @ParameterizedTest
  @CsvSource({"0, 0:00", "59.6, 1:00", "754, 12:34", "3600, 1:00:00", "36061, 10:01:01"})
  void timesAreInMinutesAndSeconds(double seconds, String shown) {
    assertThat(Quantity.clock(seconds)).isEqualTo(shown);
  }

  /** One fork measured, one failed, one begun. */
  private static void observe(ProgressReport progress) {
    BenchmarkResult fork =
        MeasuredFork.singleShot(SINGLE, 11.62).getBenchmarkResults().iterator().next();
    progress.stageStarted(PLAN);
    progress.roundStarted(1);
    progress.rowStarted(1, SINGLE);
    progress.rowFinished(1, SINGLE, fork);
    progress.rowStarted(1, SERVER);
    progress.rowFailed(1, SERVER);
    progress.roundFinished(1);
    progress.roundStarted(2);
    progress.rowStarted(2, SERVER);
    progress.runFinished();
  }

  private static RowIdentity row(String deployment, String processes) {
    return MeasuredFork.row(
        Mode.SingleShotTime,
        Map.of("deployment", deployment, "processes", processes, "texts", "40"));
  }

  @ParameterizedTest
  @CsvSource({
    "0.0012345, 0.00123",
    "11.62, 11.6",
    "999.4, 999",
    "999.7, 1000",
    "1046.23, 1046",
    "NaN, NaN"
  })
  void numbersHaveThreeDigitsAndNoPowersOfTen(double number, String shown) {
    assertThat(ProgressReport.number(number)).isEqualTo(shown);
  }
}
