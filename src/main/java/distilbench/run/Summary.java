package distilbench.run;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.WorkloadParams;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.util.ListStatistics;

/** The measured rows in short: what differs between them, and the score. */
final class Summary {
  private static final double CONFIDENCE = 0.95;

  /** From two observations the interval is 9 standard deviations to each side: it says nothing. */
  private static final int LEAST_FORKS = 3;

  /** Columns about the process tree, and the metrics in them. */
  private static final Map<String, String> TREE = new LinkedHashMap<>();

  static {
    TREE.put("open", "open.seconds");
    TREE.put("cores", "cpu.tree.cores");
    TREE.put("PSS", "mem.tree.pss.peak");
    TREE.put("USS", "mem.tree.uss.peak");
    TREE.put("RSS", "mem.tree.rss.peak");
    TREE.put("heap", "mem.heap.used");
  }

  /** How the metrics begin that every row has. */
  private static final List<String> ALWAYS_THERE =
      List.of("work.", "open.", "share.", "mem.", "cpu.", "sched.");

  private Summary() {}

  /**
   * Prints one line per row: benchmark, mode, the parameters that vary, score, and the 95 %
   * interval of the log scores of its forks. A fork is one observation; iterations of one JVM are
   * not independent. Where the process tree was measured, its memory in MiB and more are beside
   * them.
   */
  static void print(Collection<RunResult> results, PrintStream out) {
    List<Row> rows = results.stream().map(result -> Row.of(result.getParams())).toList();
    RowNames names = RowNames.of(rows);
    int name = longest(rows, RowNames::benchmark);
    int what = longest(rows, names::parameters);
    boolean tree = results.stream().anyMatch(Summary::hasTree);
    String head = "%n%-" + (name + what + 10) + "s  %17s  %-22s";
    out.printf(head, "Score with 95 % interval over forks", "", "");
    if (tree) {
      TREE.keySet().forEach(title -> out.printf("  %8s", title));
    }
    out.println();
    for (RunResult result : results) {
      Row row = Row.of(result.getParams());
      out.printf(
          Locale.ROOT,
          "%-" + name + "s  %-6s  %-" + what + "s  %10s %-6s  %-22s",
          RowNames.benchmark(row),
          row.mode().shortLabel(),
          names.parameters(row),
          number(result.getPrimaryResult().getScore()),
          result.getPrimaryResult().getScoreUnit(),
          interval(result.getBenchmarkResults()));
      if (tree) {
        TREE.values().forEach(label -> out.printf("  %8s", figure(result, label)));
      }
      out.println();
    }
    if (tree) {
      out.println("open: s until warm; PSS, USS, RSS (sum) and heap alone: peaks in MiB");
    }
  }

  private static boolean hasTree(RunResult result) {
    return result.getSecondaryResults().containsKey("mem.tree.pss.peak");
  }

  private static String figure(RunResult result, String label) {
    Result<?> figure = result.getSecondaryResults().get(label);
    return figure == null ? "" : number(figure.getScore());
  }

  /** Width of a column; formats allow no empty one. */
  private static int longest(List<Row> rows, Function<Row, String> column) {
    return rows.stream().map(column).mapToInt(String::length).reduce(1, Math::max);
  }

  /**
   * Prints JMH's own table without the columns that say the same in every row, which a line below
   * has, and without the two dozen metrics that every row has: the result file has them.
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
      narrow.add(
          new RunResult(
              params,
              result.getBenchmarkResults().stream().map(Summary::withoutUsualMetrics).toList()));
    }
    out.endRun(narrow);
    out.println("");
    out.println(
        "In all rows: "
            + same.entrySet().stream().map(Object::toString).collect(Collectors.joining(" ")));
  }

  private static BenchmarkResult withoutUsualMetrics(BenchmarkResult fork) {
    List<IterationResult> iterations = new ArrayList<>();
    for (IterationResult whole : fork.getIterationResults()) {
      IterationResult part =
          new IterationResult(whole.getBenchmarkParams(), whole.getParams(), whole.getMetadata());
      whole.getRawPrimaryResults().forEach(part::addResult);
      for (String label : whole.getRawSecondaryResults().keys()) {
        if (ALWAYS_THERE.stream().noneMatch(label::startsWith) || isGflops(whole, label)) {
          part.addResults(whole.getRawSecondaryResults().get(label));
        }
      }
      iterations.add(part);
    }
    BenchmarkResult narrow = new BenchmarkResult(fork.getParams(), iterations, fork.getMetadata());
    fork.getBenchmarkResults().values().forEach(narrow::addBenchmarkResult);
    return narrow;
  }

  /** What {@code Roofline} is about; the rows of others have none. */
  private static boolean isGflops(IterationResult iteration, String label) {
    return label.equals("work.gflops")
        && !Double.isNaN(iteration.getSecondaryResults().get(label).getScore());
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
    return String.format(Locale.ROOT, Math.abs(value) < 999.5 ? "%.3g" : "%.0f", value);
  }
}
