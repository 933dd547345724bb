package distilbench.report.compare;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.console.Quantity;
import distilbench.console.TerminalText;
import distilbench.format.RowIdentity;
import distilbench.report.compare.Finding.Figure;
import distilbench.report.data.Difference;
import distilbench.report.data.Estimate;
import distilbench.report.data.GemmPrecision;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowNames;
import distilbench.report.data.RunFile;
import distilbench.report.data.RunMachine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a comparison says above and below its tables, in sentences. */
final class ComparisonSummary {
  private static final NumberFormat DIGITS = NumberFormat.UNLIMITED;

  /** From so many verdicts on it matters how many intervals exclude 1 by chance. */
  private static final int MANY = 10;

  /** Of intervals of 95 % one in twenty does not hold what it should. */
  private static final double ONE_IN = 20;

  private final Comparison comparison;

  ComparisonSummary(Comparison comparison) {
    this.comparison = comparison;
  }

  /** What is compared, on which machine, what differs, what to distrust, and the outcome. */
  List<String> head() {
    List<String> lines = new ArrayList<>();
    lines.add("BASE  " + run(comparison.base()));
    lines.add("OTHER " + run(comparison.other()));
    RowNames rows = new RowNames(comparison.rows());
    lines.add(
        "Rows: "
            + Stream.concat(Stream.of(rows.title()), rows.common().stream())
                .collect(Collectors.joining(", "))
            + ".");
    lines.add("Machine: " + machine());
    lines.add("Differs besides: " + subjects() + ".");
    addDoubts(lines, comparison.base());
    addDoubts(lines, comparison.other());
    lines.add("Outcome: " + outcome() + ".");
    return lines;
  }

  private static void addDoubts(List<String> lines, RunFile run) {
    if (run.strangersSidecar()) {
      lines.add(
          "! "
              + TerminalText.oneLine(run.path().toString())
              + " is not judged: the .env.json beside it was written for other results, or these"
              + " were changed since");
    }
    List<InvalidFigure> invalid = InvalidFigure.of(run);
    if (!invalid.isEmpty()) {
      lines.add(
          invalid.stream()
              .map(InvalidFigure::toString)
              .collect(
                  Collectors.joining(
                      "; ",
                      "! "
                          + TerminalText.oneLine(run.path().toString())
                          + " is invalid by its own verdict: ",
                      "")));
    }
  }

  private String subjects() {
    return comparison.subjects().isEmpty()
        ? "nothing that the files tell"
        : String.join("; ", comparison.subjects());
  }

  private static String run(RunFile run) {
    int[] forks = run.rows().stream().mapToInt(ResultRow::forks).sorted().distinct().toArray();
    List<String> parts = new ArrayList<>();
    if (forks.length > 1) {
      parts.add(forks[0] + "-" + forks[forks.length - 1] + " forks");
    } else {
      parts.add(Quantity.of(forks[0], "fork"));
    }
    parts.add(TerminalText.oneLine(run.fact("run.start").map(JsonNode::asText).orElse("")));
    parts.add(RunMachine.name(run));
    String rates = run.gemmInWords(DIGITS);
    parts.add(rates.isEmpty() ? "" : "GEMM " + rates);
    parts.removeIf(String::isEmpty);
    return TerminalText.oneLine(run.path().toString()) + ": " + String.join(", ", parts);
  }

  /** Whether it is one machine at one speed, and what follows for the verdicts. */
  private String machine() {
    MachineComparison machines = comparison.machines();
    List<String> parts = new ArrayList<>();
    boolean same = machines.differences().isEmpty();
    if (!same) {
      parts.add("not the same: " + String.join("; ", machines.differences()));
      parts.add(
          rates(
              "GEMM rate",
              comparison.base().gemmRate(GemmPrecision.FP32),
              comparison.other().gemmRate(GemmPrecision.FP32)));
    } else if (!machines.unknown().isEmpty()) {
      parts.add(
          "not known of "
              + TerminalText.oneLine(String.join(" and ", machines.unknown()))
              + ", taken for the same");
    } else {
      parts.add("the same as far as the files tell");
    }
    if (same && machines.speed().hasInterval()) {
      parts.add(
          rates(
                  "rounds' best GEMM rate",
                  Estimate.overForks(comparison.base().bestRates(GemmPrecision.FP32)).value(),
                  Estimate.overForks(comparison.other().bestRates(GemmPrecision.FP32)).value())
              + ", "
              + RatioFormat.show(machines.speed())
              + ": "
              + machines.speedDifference());
    }
    if (machines.normalise()) {
      parts.add("only times normalised by the run's own GEMM rate get a verdict");
    } else if (!machines.speed().hasInterval()) {
      parts.add("nothing shows that it was as fast both times, which is assumed");
    }
    return String.join("; ", parts) + ".";
  }

  private static String rates(String what, double before, double after) {
    return what + " " + DIGITS.show(before) + " -> " + DIGITS.show(after) + " GFLOP/s";
  }

  /** How many findings of each kind there are. */
  String outcome() {
    List<String> parts = new ArrayList<>();
    for (Figure figure : Figure.values()) {
      List<Difference> verdicts = comparison.of(figure).stream().map(Finding::verdict).toList();
      List<Difference> words = new ArrayList<>(figure.words());
      words.add(Difference.NO_DIFFERENCE_SHOWN);
      words.add(Difference.INCONCLUSIVE);
      String counts =
          words.stream()
              .filter(verdicts::contains)
              .map(word -> verdicts.stream().filter(word::equals).count() + " " + word)
              .collect(Collectors.joining(", "));
      if (!counts.isEmpty()) {
        parts.add(figure + " " + counts);
      }
    }
    return String.join("; ", parts);
  }

  /** The rows that only one file has, and what signs mean. */
  List<String> foot() {
    List<String> lines = new ArrayList<>();
    Map<RowIdentity, String> names = comparison.names();
    addOnly(lines, Comparison.BASE, comparison.onlyBase(), names);
    addOnly(lines, Comparison.OTHER, comparison.onlyOther(), names);
    List<Finding> findings = comparison.findings();
    if (findings.stream().anyMatch(finding -> finding.ratio().hasInterval())) {
      lines.add(
          "[]: 95 % interval over forks, from "
              + Estimate.LEAST_FORKS
              + " forks on. A verdict needs one without 1, and a ratio beyond 3 %.");
    }
    long judged = findings.stream().filter(f -> f.verdict() != Difference.INCONCLUSIVE).count();
    if (judged >= MANY) {
      lines.add(
          String.format(
              Locale.ROOT,
              "Without any difference, about 1 in 20 excludes 1 by chance: %.0f of %d here.",
              Math.rint(judged / ONE_IN),
              judged));
    }
    if (!comparison.of(Figure.MEMORY).isEmpty()) {
      lines.add("Memory is the peak PSS of the process tree, its mean over forks.");
    }
    if (findings.stream().anyMatch(finding -> !finding.invalid().isEmpty())) {
      lines.add("!: by its own file's verdict this row is invalid.");
    }
    return lines;
  }

  private static void addOnly(
      List<String> lines, String side, List<ResultRow> rows, Map<RowIdentity, String> names) {
    if (!rows.isEmpty()) {
      lines.add(
          rows.stream()
              .map(row -> names.get(row.identity()))
              .collect(Collectors.joining("; ", "Only in " + side + ": ", ".")));
    }
  }
}
