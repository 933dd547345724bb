package distilbench.report;

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
 * reviews take in a deployment, and one plain table for everything else.
 */
final class Report {
  private Report() {}

  /**
   * The report on a result file, and on the file about its environment if that lies beside it.
   *
   * @throws distilbench.console.InvalidInputException if one of them is none
   */
  static String of(Path results) {
    return text(ResultsFile.read(results), Sidecar.beside(results));
  }

  /** Plain text, at most 120 columns wide, lines ended by a newline. */
  static String text(List<ResultRow> results, Optional<Sidecar> sidecar) {
    Map<List<String>, List<ResultRow>> groups = new LinkedHashMap<>();
    for (ResultRow row : results) {
      groups
          .computeIfAbsent(List.of(row.benchmark(), row.mode()), any -> new ArrayList<>())
          .add(row);
    }
    List<List<String>> tables = new ArrayList<>();
    List<ResultRow> others = new ArrayList<>();
    for (List<ResultRow> rows : groups.values()) {
      if (rows.stream().anyMatch(DeploymentRow::isOne)) {
        tables.add(headed(title(rows), rows, new DeploymentTable(rows, sidecar).lines()));
      } else {
        others.addAll(rows);
      }
    }
    if (!others.isEmpty()) {
      tables.add(headed(plainTitle(others), others, new PlainTable(others).lines()));
    }
    return tables.stream()
        .map(lines -> String.join("\n", lines) + "\n")
        .collect(Collectors.joining("\n"));
  }

  /** Benchmark, mode, and forks if that is one number for all rows. */
  private static String title(List<ResultRow> rows) {
    ResultRow first = rows.get(0);
    boolean same = rows.stream().mapToInt(ResultRow::forks).distinct().count() == 1;
    String forks = first.forks() + (first.forks() == 1 ? " fork" : " forks");
    return RowTitles.shortName(first)
        + " ("
        + first.mode()
        + ")"
        + (same && first.forks() > 0 ? ", " + forks : "");
  }

  /** Where there are several benchmarks, the table has a column for them. */
  private static String plainTitle(List<ResultRow> rows) {
    boolean one = rows.stream().map(ResultRow::benchmark).distinct().count() == 1;
    return one ? RowTitles.shortName(rows.get(0)) : "";
  }

  private static List<String> headed(String title, List<ResultRow> rows, List<String> table) {
    List<String> same = new RowTitles(rows).common();
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
