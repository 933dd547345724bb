package distilbench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The table for any benchmark: score, unit, and percentiles of sampled times. */
final class PlainTable {
  /** Nanoseconds in seconds. */
  private static final Digits DIGITS = new Digits(9);

  private final List<ResultRow> rows;
  private final RowTitles titles;

  PlainTable(List<ResultRow> rows) {
    this.rows = rows;
    this.titles = new RowTitles(rows);
  }

  List<String> lines() {
    List<Column> names = titles.columns();
    List<List<Column>> forms =
        List.of(columns(names, true), columns(names, false), columns(titles.numbers(), true));
    List<Column> form = TextTable.fitting(forms);
    List<String> lines = new ArrayList<>(TextTable.lines(form));
    if (form == forms.get(forms.size() - 1)) {
      lines.add("");
      lines.addAll(titles.numbered());
    }
    if (scores().stream().anyMatch(Estimate::hasInterval)) {
      lines.add("");
      lines.add("[]: 95 % interval over forks, from " + Estimate.LEAST_FORKS + " forks on.");
    }
    return lines;
  }

  private List<Column> columns(List<Column> names, boolean withPercentiles) {
    List<Column> columns = new ArrayList<>(names);
    List<Boolean> known = rows.stream().map(row -> true).toList();
    columns.add(Column.intervals("", "score", DIGITS, scores(), known));
    columns.add(Column.left("unit", cells(row -> row.primary().unit())));
    if (withPercentiles) {
      columns.add(percentile("p50", "50.0"));
      columns.add(percentile("p95", "95.0"));
      columns.add(percentile("p99", "99.0"));
      columns.add(percentile("max", "100.0"));
    }
    columns.add(Column.right("", "forks", cells(row -> row.forks() == 0 ? "" : "" + row.forks())));
    return columns;
  }

  /** JMH's score with the interval of the forks, as far as both make sense together. */
  private List<Estimate> scores() {
    return rows.stream()
        .map(ResultRow::primary)
        .map(
            primary -> {
              Estimate forks = Estimate.overForks(primary.forkMeans());
              return new Estimate(primary.wholeScore(), forks.low(), forks.high());
            })
        .toList();
  }

  /** Of sampled times only: elsewhere JMH gives percentiles of the iterations. */
  private Column percentile(String head, String name) {
    return Column.right(
        "",
        head,
        cells(
            row ->
                row.mode().equals("sample") && row.primary().percentiles().containsKey(name)
                    ? DIGITS.show(row.primary().percentiles().get(name))
                    : ""));
  }

  private List<String> cells(Function<ResultRow, String> cell) {
    return rows.stream().map(cell).toList();
  }
}
