package distilbench.report.compare;

import distilbench.console.InvalidInputException;
import distilbench.console.TerminalText;
import distilbench.format.RowIdentity;
import distilbench.report.compare.Finding.Figure;
import distilbench.report.data.DeploymentRow;
import distilbench.report.data.Difference;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowNames;
import distilbench.report.data.RunFile;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file compared with the base, row by row.
 *
 * @param findings of times, then of memory, each in the base's order
 * @param onlyBase rows that the other file lacks
 * @param onlyOther rows that the base lacks
 * @param subjects what differs besides, in words
 */
public record Comparison(
    RunFile base,
    RunFile other,
    MachineComparison machines,
    List<Finding> findings,
    List<ResultRow> onlyBase,
    List<ResultRow> onlyOther,
    List<String> subjects) {
  static final String BASE = "BASE";
  static final String OTHER = "OTHER";

  private static final int MOST_VALUES = 3;

  /**
   * Pairs the rows of two files, and judges each pair.
   *
   * @throws InvalidInputException if they have no row in common, or one of them holds a row twice
   */
  public static Comparison of(RunFile base, RunFile other) {
    Map<RowIdentity, MeasuredRow> before = rows(base);
    Map<RowIdentity, MeasuredRow> after = rows(other);
    List<RowPair> pairs =
        before.keySet().stream()
            .filter(after::containsKey)
            .map(row -> new RowPair(before.get(row), after.get(row)))
            .toList();
    if (pairs.isEmpty()) {
      throw new InvalidInputException(
          base.path()
              + " and "
              + other.path()
              + " have no row in common, that is none with the same benchmark, mode, threads and"
              + " parameters"
              + firstDifference(base, other));
    }
    MachineComparison machines = MachineComparison.of(base, other);
    List<RowComparison> rows =
        pairs.stream().map(pair -> new RowComparison(base, other, machines, pair)).toList();
    List<Finding> findings = new ArrayList<>(rows.stream().map(RowComparison::time).toList());
    rows.stream().map(RowComparison::memory).flatMap(Optional::stream).forEach(findings::add);
    return new Comparison(
        base,
        other,
        machines,
        findings,
        rowsWithout(before, after),
        rowsWithout(after, before),
        Subjects.of(base, other, pairs));
  }

  private static List<ResultRow> rowsWithout(
      Map<RowIdentity, MeasuredRow> rows, Map<RowIdentity, MeasuredRow> others) {
    return rows.entrySet().stream()
        .filter(row -> !others.containsKey(row.getKey()))
        .map(row -> row.getValue().row())
        .toList();
  }

  private static Map<RowIdentity, MeasuredRow> rows(RunFile run) {
    Map<RowIdentity, MeasuredRow> rows = new LinkedHashMap<>();
    for (MeasuredRow measured : MeasuredRow.of(run)) {
      RowIdentity row = measured.row().identity();
      if (rows.put(row, measured) != null) {
        throw new InvalidInputException(
            run.path() + " holds a row twice, and nobody can tell which one counts: " + row);
      }
    }
    return rows;
  }

  /** In which respect no row of one file is like any of the other; empty if in none alone. */
  private static String firstDifference(RunFile base, RunFile other) {
    Map<String, Function<RowIdentity, String>> properties = new LinkedHashMap<>();
    properties.put("benchmark", RowIdentity::benchmark);
    properties.put("mode", RowIdentity::mode);
    properties.put("threads", row -> Integer.toString(row.threads()));
    Stream.of(base, other)
        .flatMap(run -> run.rows().stream())
        .flatMap(row -> row.identity().parameters().keySet().stream())
        .sorted()
        .forEach(
            name -> properties.put(name, row -> row.parameters().getOrDefault(name, "not there")));
    for (Map.Entry<String, Function<RowIdentity, String>> property : properties.entrySet()) {
      Collection<String> before = values(base, property.getValue());
      Collection<String> after = values(other, property.getValue());
      if (before.stream().noneMatch(after::contains)) {
        return String.format(
            "; %s is %s in one, %s in the other",
            property.getKey(), several(before), several(after));
      }
    }
    return "";
  }

  private static Collection<String> values(RunFile run, Function<RowIdentity, String> property) {
    return run.rows().stream()
        .map(row -> property.apply(row.identity()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static String several(Collection<String> values) {
    String first = values.stream().limit(MOST_VALUES).collect(Collectors.joining(", "));
    int more = values.size() - MOST_VALUES;
    return TerminalText.oneLine(first) + (more > 0 ? " and " + more + " more" : "");
  }

  List<Finding> of(Figure figure) {
    return findings.stream().filter(finding -> finding.figure() == figure).toList();
  }

  List<ResultRow> rows() {
    return Stream.of(base, other).flatMap(run -> run.rows().stream()).toList();
  }

  /** What the rows of both files are called among each other. */
  Map<RowIdentity, String> names() {
    Map<RowIdentity, ResultRow> rows = new LinkedHashMap<>();
    rows().forEach(row -> rows.put(row.identity(), row));
    Iterator<RowNames.Name> names = new RowNames(List.copyOf(rows.values())).all().iterator();
    return rows.keySet().stream()
        .collect(Collectors.toMap(Function.identity(), row -> names.next().inWords()));
  }

  /**
   * The verdicts that count, once each: the suite's own time does not, and of a row that is missing
   * nothing is known.
   */
  public List<Difference> verdicts() {
    Stream<Difference> found =
        findings.stream().filter(finding -> !isHarnessTime(finding)).map(Finding::verdict);
    Stream<Difference> missing = onlyBase.stream().map(row -> Difference.INCONCLUSIVE);
    return Stream.concat(found, missing).distinct().toList();
  }

  private static boolean isHarnessTime(Finding finding) {
    return finding.figure() == Figure.TIME && DeploymentRow.of(finding.row()).isHarness();
  }
}
