package distilbench.run;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.WorkloadParams;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.util.ListStatistics;

/** The measured rows in short: what differs between them, and the score. */
final class Summary {
  private static final double CONFIDENCE = 0.95;

  /** From two observations the interval is 9 standard deviations to each side: it says nothing. */
  private static final int LEAST_FORKS = 3;

  private Summary() {}

  /**
   * Prints one line per row: benchmark, mode, the parameters that vary, score, and the 95 %
   * interval of the log scores of its forks. A fork is one observation; iterations of one JVM are
   * not independent.
   */
  static void print(Collection<RunResult> results, PrintStream out) {
    List<Row> rows = results.stream().map(result -> Row.of(result.getParams())).toList();
    RowNames names = RowNames.of(rows);
    int name = longest(rows, RowNames::benchmark);
    int what = longest(rows, names::parameters);
    out.printf("%nScores with 95 %% intervals over forks:%n");
    for (RunResult result : results) {
      Row row = Row.of(result.getParams());
      out.printf(
          Locale.ROOT,
          "%-" + name + "s  %-6s  %-" + what + "s  %10s %-6s  %s%n",
          RowNames.benchmark(row),
          row.mode().shortLabel(),
          names.parameters(row),
          number(result.getPrimaryResult().getScore()),
          result.getPrimaryResult().getScoreUnit(),
          interval(result.getBenchmarkResults()));
    }
  }

  /** Width of a column; formats allow no empty one. */
  private static int longest(List<Row> rows, Function<Row, String> column) {
    return rows.stream().map(column).mapToInt(String::length).reduce(1, Math::max);
  }

  /**
   * Prints JMH's own table without the columns that say the same in every row; a line below has
   * them.
   */
  static void printTable(Collection<RunResult> results, OutputFormat out) {
    RowNames names =
        RowNames.of(results.stream().map(result -> Row.of(result.getParams())).toList());
    Map<String, String> same = new TreeMap<>();
    List<RunResult> narrow = new ArrayList<>();
    for (RunResult result : results) {
      WorkloadParams varying = new WorkloadParams();
      Row.of(result.getParams())
          .parameters()
          .forEach(
              (parameter, value) -> {
                if (names.varies(parameter)) {
                  varying.put(parameter, value, 0);
                } else {
                  same.put(parameter, value);
                }
              });
      BenchmarkParams params =
          RetoldParams.of(result.getParams(), result.getParams().getForks(), varying);
      narrow.add(new RunResult(params, result.getBenchmarkResults()));
    }
    out.endRun(narrow);
    out.println("");
    out.println(
        "In all rows: "
            + same.entrySet().stream().map(Object::toString).collect(Collectors.joining(" ")));
  }

  private static String interval(Collection<BenchmarkResult> forks) {
    if (forks.size() < LEAST_FORKS) {
      return "needs at least " + LEAST_FORKS + " forks";
    }
    double[] logs =
        forks.stream().mapToDouble(fork -> Math.log(fork.getPrimaryResult().getScore())).toArray();
    double[] ends = new ListStatistics(logs).getConfidenceIntervalAt(CONFIDENCE);
    return "[" + number(Math.exp(ends[0])) + ", " + number(Math.exp(ends[1])) + "]";
  }

  /** Three significant digits, and none after the point from a thousand on. */
  static String number(double value) {
    return String.format(Locale.ROOT, Math.abs(value) < 1000 ? "%.3g" : "%.0f", value);
  }
}
