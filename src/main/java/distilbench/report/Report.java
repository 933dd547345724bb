package distilbench.report;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.report.data.DeploymentRow;
import distilbench.report.data.ResultRow;
import distilbench.report.data.ResultsFile;
import distilbench.report.data.RowTitles;
import distilbench.report.data.Sidecar;
import distilbench.report.text.DeploymentTable;
import distilbench.report.text.FurtherMetrics;
import distilbench.report.text.PlainTable;
import distilbench.report.text.TextTable;
import distilbench.report.text.VerdictMarks;
import distilbench.report.verdict.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a result file says, for people: a table for each benchmark and mode that tells how long
 * reviews take in a deployment, one plain table for everything else, and whether to trust them.
 */
public final class Report {
  /** How the metrics begin that every row of this suite has; tables show what matters of them. */
  private static final List<String> OWN =
      List.of("work.", "open.", "share.", "fork.", "mem.", "cpu.", "sched.");

  private final List<ResultRow> results;
  private final Optional<Sidecar> sidecar;
  private final Verdict verdict;

  private Report(List<ResultRow> results, Optional<Sidecar> sidecar) {
    this.results = results;
    this.sidecar = sidecar;
    this.verdict = Verdict.of(results, sidecar);
  }

  /**
   * The report on a result file, and on the file about its environment if that lies beside it.
   *
   * @throws distilbench.console.InvalidInputException if one of them is none
   */
  static Report of(Path results) {
    return new Report(ResultsFile.read(results), Sidecar.beside(results));
  }

  /**
   * The report on what such files would hold.
   *
   * @param results in JMH's JSON format, at least one
   * @param environment as in {@code x.env.json}; whether it has a verdict makes no difference
   */
  public static Report of(JsonNode results, JsonNode environment) {
    return new Report(ResultsFile.rows(results), Optional.of(Sidecar.of(environment)));
  }

  /**
   * The field {@code verdict} of {@code x.env.json}, see {@code src/site/markdown/result-files.md}.
   */
  public JsonNode verdict() {
    return verdict.toJson();
  }

  /** Plain text, at most 120 columns wide, lines ended by a newline. */
  public String text() {
    Map<List<String>, List<ResultRow>> groups = new LinkedHashMap<>();
    for (ResultRow row : results) {
      groups
          .computeIfAbsent(List.of(row.benchmark(), row.mode()), any -> new ArrayList<>())
          .add(row);
    }
    VerdictMarks marks = new VerdictMarks(verdict);
    List<List<String>> parts = new ArrayList<>();
    List<ResultRow> others = new ArrayList<>();
    for (List<ResultRow> rows : groups.values()) {
      if (rows.stream().anyMatch(DeploymentRow::isOne)) {
        parts.add(headed(title(rows), rows, new DeploymentTable(rows, sidecar, marks).lines()));
      } else {
        others.addAll(rows);
      }
    }
    if (!others.isEmpty()) {
      parts.add(headed(plainTitle(others), others, new PlainTable(others, marks).lines()));
    }
    List<String> further = new FurtherMetrics(results, OWN).lines();
    if (!further.isEmpty()) {
      parts.add(further);
    }
    parts.add(marks.verdictLines());
    return parts.stream()
        .map(lines -> String.join("\n", lines) + "\n")
        .collect(Collectors.joining("\n"));
  }

  /** Benchmark, mode, and forks if that is one number for all rows. */
  private static String title(List<ResultRow> rows) {
    ResultRow first = rows.get(0);
    boolean same = rows.stream().mapToInt(ResultRow::forks).distinct().count() == 1;
    String forks = first.forks() + (first.forks() == 1 ? " fork" : " forks");
    return RowTitles.shortName(first.name())
        + " ("
        + first.mode()
        + ")"
        + (same && first.forks() > 0 ? ", " + forks : "");
  }

  /** Where there are several benchmarks, the table has a column for them. */
  private static String plainTitle(List<ResultRow> rows) {
    boolean one = rows.stream().map(ResultRow::benchmark).distinct().count() == 1;
    return one ? RowTitles.shortName(rows.get(0).name()) : "";
  }

  private static List<String> headed(String title, List<ResultRow> rows, List<String> table) {
    List<String> same = RowTitles.of(rows).common();
    String common = same.isEmpty() ? "" : "in all rows " + String.join(" ", same);
    String head =
        Stream.of(title, common).filter(part -> !part.isEmpty()).collect(Collectors.joining(": "));
    List<String> lines = new ArrayList<>();
    if (!head.isEmpty()) {
      lines.addAll(TextTable.wrapped(head));
      lines.add("");
    }
    lines.addAll(table);
    return lines;
  }
}
