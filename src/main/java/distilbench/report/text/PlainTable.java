package distilbench.report.text;

import distilbench.report.data.Estimate;
import distilbench.report.data.Metric;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowTitles;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The table for any benchmark: score, unit, percentiles of sampled times, and the rate of
 * arithmetic or the memory where they were measured.
 */
public final class PlainTable {
  private static final NumberFormat DIGITS = NumberFormat.UNLIMITED;

  /** More than an arithmetic and a geometric mean of the same numbers are apart. */
  private static final double ROUNDING = 1e-9;

  private final List<ResultRow> rows;
  private final TitleColumns titles;
  private final VerdictMarks marks;

  public PlainTable(List<ResultRow> rows, VerdictMarks marks) {
    this.rows = rows;
    this.titles = new TitleColumns(RowTitles.of(rows));
    this.marks = marks;
  }

  public List<String> lines() {
    List<Column> names = titles.columns();
    List<List<Column>> forms =
        List.of(columns(names, true), columns(names, false), columns(titles.numbers(), true));
    List<Column> form = TextTable.fitting(forms);
    List<String> lines = titles.table(form);
    List<String> legend = new ArrayList<>();
    if (scores().stream().anyMatch(Estimate::hasInterval)) {
      legend.add("[]: 95 % interval over forks, from " + Estimate.LEAST_FORKS + " forks on.");
    }
    if (form == forms.get(0) && !metric("", ResultRow.PSS).isEmpty()) {
      legend.add("PSS: peak of the process tree.");
    }
    legend.addAll(VerdictMarks.legend(form));
    if (!legend.isEmpty()) {
      lines.add("");
      lines.addAll(legend);
    }
    return lines;
  }

  private List<Column> columns(List<Column> names, boolean withPercentiles) {
    List<Column> columns = new ArrayList<>(names);
    List<Boolean> known = rows.stream().map(row -> true).toList();
    columns.add(Column.intervals("", "score", DIGITS, scores(), known).marked(marks.times(rows)));
    columns.add(Column.left("unit", cells(row -> row.primary().unit())));
    if (withPercentiles) {
      columns.add(percentile("p50", "50.0"));
      columns.add(percentile("p95", "95.0"));
      columns.add(percentile("p99", "99.0"));
      columns.add(percentile("max", "100.0"));
      columns.add(metric("GFLOP/s", "work.gflops"));
      columns.add(metric("PSS MiB", ResultRow.PSS).marked(marks.memories(rows)));
    }
    columns.add(Column.right("", "forks", cells(row -> row.forks() == 0 ? "" : "" + row.forks())));
    return columns;
  }

  /**
   * JMH's score with the interval of the forks, as far as both make sense together: the interval is
   * that of a geometric mean, and from many forks that differ by far it need not hold the score,
   * which is an arithmetic one.
   */
  private List<Estimate> scores() {
    return rows.stream()
        .map(ResultRow::primary)
        .map(
            primary -> {
              Estimate forks = Estimate.overForks(primary.forkMeans());
              double score = primary.wholeScore();
              return forks.low() * (1 - ROUNDING) <= score && score <= forks.high() * (1 + ROUNDING)
                  ? new Estimate(score, forks.low(), forks.high())
                  : new Estimate(score, Double.NaN, Double.NaN);
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

  /** Empty where the metric is missing, or is NaN because it means nothing for this benchmark. */
  private Column metric(String head, String label) {
    return Column.right(
        "",
        head,
        cells(
            row ->
                row.metric(label)
                    .map(Metric::wholeScore)
                    .filter(Double::isFinite)
                    .map(DIGITS::show)
                    .orElse("")));
  }

  private List<String> cells(Function<ResultRow, String> cell) {
    return rows.stream().map(cell).toList();
  }
}
