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
import org.openjdk.jmh.results.RunResult;
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

  @ParameterizedTest
  @CsvSource({"0.0012345, 0.00123", "11.62, 11.6", "999.4, 999", "1046.23, 1046", "NaN, NaN"})
  void numbersHaveThreeDigitsAndNoPowersOfTen(double number, String shown) {
    assertThat(Summary.number(number)).isEqualTo(shown);
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
