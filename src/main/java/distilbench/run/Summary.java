package distilbench.run;

import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
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
    RowNames names =
        RowNames.of(results.stream().map(result -> Row.of(result.getParams())).toList());
    out.printf("%nScores with 95 %% intervals over forks:%n");
    for (RunResult result : results) {
      Row row = Row.of(result.getParams());
      out.printf(
          Locale.ROOT,
          "%-24s %-6s %-32s %10s %-6s %s%n",
          RowNames.benchmark(row),
          row.mode().shortLabel(),
          names.parameters(row),
          number(result.getPrimaryResult().getScore()),
          result.getPrimaryResult().getScoreUnit(),
          interval(result.getBenchmarkResults()));
    }
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

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.3g", value);
  }
}
