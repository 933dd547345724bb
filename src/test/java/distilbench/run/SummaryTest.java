package distilbench.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** The measured rows in short: what differs is in columns, what does not is said once. */
class SummaryTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final PrintStream out = new PrintStream(printed, true, StandardCharsets.UTF_8);

  @Test
  void theTableHasOnlyTheColumnsThatVary() {
    List<RunResult> results = List.of(result("SINGLE", 12, 11, 13), result("SERVER", 9, 9, 9));

    Summary.printTable(results, OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL));

    assertThat(text().lines())
        .anyMatch(line -> line.matches("Benchmark +\\(deployment\\) +Mode +Cnt.*"))
        .anyMatch(line -> line.matches("Example.run +SINGLE +ss +3 +12.000.*s/op"))
        .contains("In all rows: reviews=40");
  }

  @Test
  void theIntervalIsOverForksAndNeedsThree() {
    Summary.print(List.of(result("SINGLE", 12, 11, 13), result("SERVER", 9, 9)), out);

    // exp(mean(ln x) -+ t(0.975; 2) sd(ln x) / sqrt(3))
    assertThat(text())
        .contains("SINGLE        12.0 s/op    [9.73, 14.7]")
        .contains("SERVER        9.00 s/op    needs at least 3 forks");
  }

  @Test
  void whatEveryRowHasIsInTheSummaryAndNotInTheTable() {
    PlannedRow planned = MeasuredFork.planned(MeasuredFork.row(Mode.SingleShotTime, Map.of()), 1);
    RunResult result =
        measured(
            planned,
            new ScalarResult("mem.tree.pss.peak", 512, "MiB", AggregationPolicy.MAX),
            new ScalarResult("mem.tree.uss.peak", Double.NaN, "MiB", AggregationPolicy.MAX),
            new ScalarResult("cpu.tree.cores", 1.987, "cores", AggregationPolicy.AVG),
            new ScalarResult("gc.count", 3, "counts", AggregationPolicy.SUM));

    Summary.printTable(
        List.of(result), OutputFormatFactory.createFormatInstance(out, VerboseMode.NORMAL));
    assertThat(text()).contains(":gc.count").doesNotContain("mem.tree", "cpu.tree");

    Summary.print(List.of(result), out);
    assertThat(text().lines())
        .anyMatch(line -> line.matches("Score.* open +cores +PSS +USS +RSS +heap"))
        .anyMatch(line -> line.matches("Example.run +ss .*forks +1.99 +512 +NaN +"));
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
    assertThat(Summary.number(number)).isEqualTo(shown);
  }

  private static RunResult measured(PlannedRow planned, Result<?>... metrics) {
    Results results = new Results(List.of(planned));
    results.add(planned, MeasuredFork.singleShot(planned.row(), 8, metrics));
    return results.merged().iterator().next();
  }

  private String text() {
    return printed.toString(StandardCharsets.UTF_8);
  }

  private static RunResult result(String deployment, double... seconds) {
    Row row =
        MeasuredFork.row(Mode.SingleShotTime, Map.of("deployment", deployment, "reviews", "40"));
    PlannedRow planned = MeasuredFork.planned(row, seconds.length);
    Results results = new Results(List.of(planned));
    DoubleStream.of(seconds)
        .forEach(fork -> results.add(planned, MeasuredFork.singleShot(row, fork)));
    return results.merged().iterator().next();
  }
}
