package distilbench.report;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What tells the rows of a table apart: benchmark and mode if there are several, and the parameters
 * that vary. {@code deployment} is always said: it is what the figures are about.
 */
final class RowTitles {
  private static final String DEPLOYMENT = "deployment";
  private static final String NUMBER = "#";

  private final List<RowName> rows;

  RowTitles(List<RowName> rows) {
    this.rows = rows;
  }

  /** The titles of measured rows. */
  static RowTitles of(List<ResultRow> rows) {
    return new RowTitles(rows.stream().map(ResultRow::name).toList());
  }

  /** Columns with the benchmark, the mode and the parameters. */
  List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    Function<RowName, String> benchmark = shortNames() ? RowTitles::shortName : RowName::benchmark;
    if (several(RowName::benchmark) || parameters(true).isEmpty()) {
      columns.add(Column.left("benchmark", cells(benchmark)));
    }
    if (several(RowName::mode)) {
      columns.add(Column.left("mode", cells(RowName::mode)));
    }
    for (String name : parameters(true)) {
      List<String> values = cells(row -> row.parameters().getOrDefault(name, ""));
      boolean numbers = values.stream().allMatch(value -> value.matches("\\d*"));
      columns.add(new Column("", name, numbers, values));
    }
    return columns;
  }

  /**
   * A name for use in a sentence: the deployment, and the other parameters that vary.
   *
   * @param unsaid parameters not to name
   */
  String name(RowName row, String... unsaid) {
    String others =
        parameters(true).stream()
            .filter(name -> !name.equals(DEPLOYMENT) && !List.of(unsaid).contains(name))
            .filter(row.parameters()::containsKey)
            .map(name -> name + "=" + row.parameters().get(name))
            .collect(Collectors.joining(", "));
    return row.parameters().get(DEPLOYMENT) + (others.isEmpty() ? "" : " (" + others + ")");
  }

  /**
   * A name for use in a list of rows of several benchmarks: as little of it as tells them apart.
   */
  String label(RowName row) {
    List<String> parts = new ArrayList<>();
    boolean deployment = row.parameters().containsKey(DEPLOYMENT);
    List<String> varying = parameters(true);
    if (several(RowName::benchmark) || varying.isEmpty()) {
      parts.add(shortNames() ? shortName(row) : row.benchmark());
    }
    if (several(RowName::mode)) {
      parts.add(row.mode());
    }
    if (deployment) {
      parts.add(row.parameters().get(DEPLOYMENT));
    }
    varying.stream()
        .filter(name -> !name.equals(DEPLOYMENT))
        .filter(row.parameters()::containsKey)
        .forEach(name -> parts.add(name + "=" + row.parameters().get(name)));
    parts.removeIf(String::isEmpty);
    return String.join(" ", parts);
  }

  /** One column with a number for each row, for a table in which {@link #columns} have no room. */
  List<Column> numbers() {
    return List.of(
        Column.right(
            "", NUMBER, IntStream.rangeClosed(1, rows.size()).mapToObj(i -> "" + i).toList()));
  }

  /** A table, and if it begins with {@link #numbers} what each of them stands for. */
  List<String> table(List<Column> form) {
    List<String> lines = new ArrayList<>(TextTable.lines(form));
    if (form.get(0).below().equals(NUMBER)) {
      lines.add("");
      lines.addAll(numbered());
    }
    return lines;
  }

  private List<String> numbered() {
    List<String> lines = new ArrayList<>();
    List<Column> columns = columns();
    for (int i = 0; i < rows.size(); i++) {
      int row = i;
      String title =
          columns.stream()
              .filter(column -> !column.cells().get(row).isEmpty())
              .map(column -> column.below() + "=" + column.cells().get(row))
              .collect(Collectors.joining(" "));
      lines.addAll(TextTable.wrapped(NUMBER + (i + 1) + " " + title));
    }
    return lines;
  }

  /** The parameters that are the same in all rows. */
  List<String> common() {
    return parameters(false).stream()
        .map(name -> name + "=" + rows.get(0).parameters().get(name))
        .toList();
  }

  /** Class and method. */
  static String shortName(RowName row) {
    List<String> parts = List.of(row.benchmark().split("\\."));
    return String.join(".", parts.subList(Math.max(0, parts.size() - 2), parts.size()));
  }

  /** Whether class and method still tell the benchmarks apart. */
  private boolean shortNames() {
    return distinct(RowTitles::shortName) == distinct(RowName::benchmark);
  }

  private boolean several(Function<RowName, String> property) {
    return distinct(property) > 1;
  }

  private long distinct(Function<RowName, String> property) {
    return rows.stream().map(property).distinct().count();
  }

  private List<String> parameters(boolean inColumns) {
    Set<String> names = new LinkedHashSet<>();
    if (rows.stream().map(RowName::parameters).anyMatch(values -> values.containsKey(DEPLOYMENT))) {
      names.add(DEPLOYMENT);
    }
    rows.stream().map(RowName::parameters).map(Map::keySet).forEach(names::addAll);
    names.removeIf(name -> inColumns != (name.equals(DEPLOYMENT) || varies(name)));
    return new ArrayList<>(names);
  }

  private boolean varies(String name) {
    return several(row -> String.valueOf(row.parameters().get(name)));
  }

  private List<String> cells(Function<RowName, String> property) {
    return rows.stream().map(property).toList();
  }
}
