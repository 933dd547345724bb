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

  private final List<ResultRow> rows;

  RowTitles(List<ResultRow> rows) {
    this.rows = rows;
  }

  /** Columns with the benchmark, the mode and the parameters. */
  List<Column> columns() {
    List<Column> columns = new ArrayList<>();
    Function<ResultRow, String> benchmark =
        shortNames() ? RowTitles::shortName : ResultRow::benchmark;
    if (several(ResultRow::benchmark) || parameters(true).isEmpty()) {
      columns.add(Column.left("benchmark", cells(benchmark)));
    }
    if (several(ResultRow::mode)) {
      columns.add(Column.left("mode", cells(ResultRow::mode)));
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
  String name(ResultRow row, String... unsaid) {
    String others =
        parameters(true).stream()
            .filter(name -> !name.equals(DEPLOYMENT) && !List.of(unsaid).contains(name))
            .filter(row.parameters()::containsKey)
            .map(name -> name + "=" + row.parameters().get(name))
            .collect(Collectors.joining(", "));
    return row.parameters().get(DEPLOYMENT) + (others.isEmpty() ? "" : " (" + others + ")");
  }

  /** One column with a number for each row, for {@link #numbered}. */
  List<Column> numbers() {
    return List.of(
        Column.right(
            "", "#", IntStream.rangeClosed(1, rows.size()).mapToObj(i -> "" + i).toList()));
  }

  /** What each number stands for. */
  List<String> numbered() {
    List<String> lines = new ArrayList<>();
    List<Column> columns = columns();
    for (int i = 0; i < rows.size(); i++) {
      int row = i;
      String title =
          columns.stream()
              .filter(column -> !column.cells().get(row).isEmpty())
              .map(column -> column.below() + "=" + column.cells().get(row))
              .collect(Collectors.joining(" "));
      lines.addAll(TextTable.wrapped("#" + (i + 1) + " " + title));
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
  static String shortName(ResultRow row) {
    List<String> parts = List.of(row.benchmark().split("\\."));
    return String.join(".", parts.subList(Math.max(0, parts.size() - 2), parts.size()));
  }

  /** Whether class and method still tell the benchmarks apart. */
  private boolean shortNames() {
    return distinct(RowTitles::shortName) == distinct(ResultRow::benchmark);
  }

  private boolean several(Function<ResultRow, String> property) {
    return distinct(property) > 1;
  }

  private long distinct(Function<ResultRow, String> property) {
    return rows.stream().map(property).distinct().count();
  }

  private List<String> parameters(boolean inColumns) {
    Set<String> names = new LinkedHashSet<>();
    if (rows.stream()
        .map(ResultRow::parameters)
        .anyMatch(values -> values.containsKey(DEPLOYMENT))) {
      names.add(DEPLOYMENT);
    }
    rows.stream().map(ResultRow::parameters).map(Map::keySet).forEach(names::addAll);
    names.removeIf(name -> inColumns != (name.equals(DEPLOYMENT) || varies(name)));
    return new ArrayList<>(names);
  }

  private boolean varies(String name) {
    return several(row -> String.valueOf(row.parameters().get(name)));
  }

  private List<String> cells(Function<ResultRow, String> property) {
    return rows.stream().map(property).toList();
  }
}
