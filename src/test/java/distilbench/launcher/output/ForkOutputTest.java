package distilbench.launcher.output;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.format.RowIdentity;
import distilbench.launcher.rounds.MeasuredFork;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/** JMH's words come once; a failing fork's all come; the verbosity keeps its meaning. */
class ForkOutputTest {

  @Test
  void theBannerComesOncePerRunAndWhatABenchmarkNeedsOncePerBenchmark() throws IOException {
    PrintedConsole printed = PrintedConsole.plain(VerboseMode.NORMAL);
    ForkOutput output = ForkOutput.ofRounds(printed.console());

    fork(output, Mode.SingleShotTime, "1");
    fork(output, Mode.SingleShotTime, "2");
    fork(output, Mode.Throughput, "1");
    fork(output, Mode.Throughput, "2");

    assertThat(printed.output())
        .containsOnlyOnce("# VM options: -Xmx64m")
        .containsOnlyOnce("# Benchmark mode: Single shot")
        .containsOnlyOnce("# Benchmark mode: Throughput")
        .doesNotContain("# Parameters", "# Fork", "Iteration");
  }

  @Test
  void warningsAndWhatForksSayComeOnce() throws IOException {
    PrintedConsole printed = PrintedConsole.plain(VerboseMode.NORMAL);
    ForkOutput output = ForkOutput.ofRounds(printed.console());

    for (int i = 0; i < 3; i++) {
      fork(output, Mode.SingleShotTime, "1");
      output.println("# *** WARNING: something is odd ***");
      say(output, "page cache: w\u00e4rm\nand a line that is not ended");
      output.close();
    }

    assertThat(printed.output())
        .containsOnlyOnce("something is odd")
        .containsOnlyOnce("page cache: w\u00e4rm")
        .containsOnlyOnce("and a line that is not ended");
  }

  @Test
  void aForkThatFailsIsQuotedInFull() throws IOException {
    PrintedConsole printed = PrintedConsole.plain(VerboseMode.NORMAL);
    ForkOutput output = ForkOutput.ofRounds(printed.console());
    fork(output, Mode.SingleShotTime, "1");
    output.begin();
    output.println("<failure>");
    output.println("java.lang.IllegalStateException: wrong answer");

    output.showFailure();

    assertThat(printed.output())
        .endsWith("<failure>\njava.lang.IllegalStateException: wrong answer\n")
        .doesNotContain("Iteration");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Iteration   3: <failure>\\njava.lang.IllegalStateException: wrong answer | wrong answer
          <failure>\\na.b.C: d.E: worker 1 (pid 5): silent                       | worker 1 (pid 5): silent
          <failure>\\njava.lang.StackOverflowError                              | java.lang.StackOverflowError
          Iteration   3: <forked VM failed with exit code 137>                  | forked VM failed with exit code 137
          """)
  void whyAForkFailedIsKnownInOneLine(String said, String reason) throws IOException {
    ForkOutput output = ForkOutput.ofRounds(PrintedConsole.plain(VerboseMode.NORMAL).console());
    fork(output, Mode.SingleShotTime, "1");
    assertThat(output.reason()).isEmpty();

    said.replace("\\n", "\n").lines().forEach(output::println);

    assertThat(output.reason()).contains(reason);
  }

  @Test
  void aCrashedForkIsQuotedInOneLine() throws IOException {
    ForkOutput output = ForkOutput.ofRounds(PrintedConsole.plain(VerboseMode.NORMAL).console());
    say(
        output,
        "#\n# A fatal error has been detected by the Java Runtime Environment:\n#\n"
            + "#  SIGBUS (0x7) at pc=0x1, pid=2, tid=3\n#\n");
    output.println("<forked VM failed with exit code 134>");

    assertThat(output.reason())
        .contains(
            "its JVM crashed: A fatal error has been detected by the Java Runtime Environment:"
                + " SIGBUS (0x7) at pc=0x1, pid=2, tid=3");
  }

  @Test
  void stacksAreShownWholeEveryTime() throws IOException {
    PrintedConsole printed = PrintedConsole.plain(VerboseMode.NORMAL);
    ForkOutput output = ForkOutput.ofRounds(printed.console());
    String stacks = "Full thread dump A JVM:\n\n\"a\"\n\tat b\n\n\"c\"\n\tat b\n\nHeap\n d\n\n";

    say(output, stacks + stacks);

    assertThat(printed.output()).isEqualTo(stacks + stacks);
  }

  @Test
  void everyStepIsALifeSign() throws IOException {
    ForkOutput output = ForkOutput.ofRounds(PrintedConsole.plain(VerboseMode.NORMAL).console());
    List<String> signs = new ArrayList<>();
    output.tell((what, planned) -> signs.add(what + " " + planned.toSeconds()));

    fork(output, Mode.SingleShotTime, "1");
    say(output, "no sign\n");
    BenchmarkParams timed = MeasuredFork.params(MeasuredFork.row(Mode.Throughput, Map.of()), 1, 1);
    output.iteration(
        timed, new IterationParams(IterationType.WARMUP, 1, TimeValue.seconds(7), 1), 2);

    assertThat(signs)
        .containsExactly(
            "it was to be started 0",
            "iteration 1 began 0",
            "iteration 1 ended 0",
            "warm-up iteration 2 began 7");
  }

  @Test
  void aSilentRunSaysOnlyWhatFailed() throws IOException {
    PrintedConsole printed = PrintedConsole.plain(VerboseMode.SILENT);
    ForkOutput output = ForkOutput.ofRounds(printed.console());
    fork(output, Mode.SingleShotTime, "1");
    say(output, "a fork's own words\n");
    assertThat(printed.output() + printed.errors()).isEmpty();

    output.showFailure();

    assertThat(printed.output()).isEmpty();
    assertThat(printed.errors()).contains("a fork's own words");
  }

  @Test
  void anExtraVerboseRunShowsEverythingEveryTime() throws IOException {
    PrintedConsole printed = PrintedConsole.plain(VerboseMode.EXTRA);
    ForkOutput output = ForkOutput.ofRounds(printed.console());

    fork(output, Mode.SingleShotTime, "1");
    fork(output, Mode.SingleShotTime, "1");
    output.verbosePrintln("Forking using command: java");

    assertThat(printed.output()).contains("Forking using command: java");
    assertThat(printed.output().split("# VM options")).hasSize(3);
    assertThat(printed.output().split("Iteration   1: 2.000 s/op")).hasSize(3);
  }

  private static void fork(OutputFormat output, Mode mode, String size) {
    RowIdentity row = MeasuredFork.row(mode, Map.of("size", size));
    BenchmarkParams params = MeasuredFork.params(row, 1, 1);
    RunResult result = MeasuredFork.singleShot(row, 2);
    output.startBenchmark(params);
    output.println("");
    output.println("# Fork: 1 of 1");
    output.iteration(params, params.getMeasurement(), 1);
    output.iterationResult(
        params,
        params.getMeasurement(),
        1,
        result.getBenchmarkResults().iterator().next().getIterationResults().iterator().next());
  }

  private static void say(OutputFormat output, String words) throws IOException {
    output.write(words.getBytes(StandardCharsets.UTF_8));
  }
}
