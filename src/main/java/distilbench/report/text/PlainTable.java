package distilbench.report.text;

import distilbench.format.MetricLabel;
import distilbench.report.data.Estimate;
import distilbench.report.data.Metric;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowTitles;
import distilbench.report.text.Column.Narrowing;
import distilbench.report.text.Table.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * The table for any benchmark: score, unit, percentiles of sampled times, and the rate of
 * arithmetic or the memory where they were measured.
 */
final class PlainTable {
  private static final NumberFormat DIGITS = NumberFormat.UNLIMITED;
  private static final String MEMORY = "PSS MiB";

  private final List<ResultRow> rows;
  private final VerdictMarks marks;

  PlainTable(List<ResultRow> rows, VerdictMarks marks) {
    this.rows = rows;
    this.marks = marks;
  }

  Table table() {
    RowTitles titles = RowTitles.of(rows);
    List<Column> columns = new ArrayList<>(TitleColumns.of(titles));
    columns.addAll(figures());
    return new Table(title(), titles.common(), columns, List.of(), legend());
  }

  /** Where there are several benchmarks, the table has a column for them. */
  private String title() {
    boolean one = rows.stream().map(ResultRow::benchmark).distinct().count() == 1;
    return one ? rows.get(0).name().shortName() : "";
  }

  private List<Column> figures() {
    return List.of(
        Column.intervals(
                "score",
                cells(
                    row ->
                        Cell.interval(DIGITS, row.primary().estimate(), row.primary().forkMeans())))
            .marked(marks.times(rows)),
        Column.words("unit", cells(row -> Cell.words(row.primary().unit()))),
        percentile("p50", "50.0"),
        percentile("p95", "95.0"),
        percentile("p99", "99.0"),
        percentile("max", "100.0"),
        optional(
            "GFLOP/s",
            MetricLabel.WORK_GFLOPS.label(),
            row -> row.metric(MetricLabel.WORK_GFLOPS).map(Metric::estimate)),
        optional(MEMORY, ResultRow.PSS, row -> row.metric(ResultRow.PSS).map(Metric::mean))
            .marked(marks.memories(rows)),
        Column.numbers(
            "forks",
            cells(
                row ->
                    row.forks() == 0 ? Cell.EMPTY : Cell.number("" + row.forks(), row.forks()))));
  }

  private List<Cell> cells(Function<ResultRow, Cell> cell) {
    return rows.stream().map(cell).toList();
  }

  /** Of sampled times only: elsewhere JMH gives percentiles of the iterations. */
  private Column percentile(String head, String name) {
    return Column.numbers(
            head,
            cells(
                row ->
                    row.mode().equals("sample") && row.primary().percentiles().containsKey(name)
                        ? Cell.number(DIGITS, row.primary().percentiles().get(name))
                        : Cell.EMPTY))
        .narrowed(Narrowing.LEFT_OUT);
  }

  /** Empty where the metric is missing, or is NaN because it means nothing for this benchmark. */
  private Column optional(
      String head, String label, Function<ResultRow, Optional<Estimate>> figure) {
    return Column.numbers(
            head,
            cells(
                row ->
                    figure
                        .apply(row)
                        .filter(found -> Double.isFinite(found.value()))
                        .map(
                            found ->
                                Cell.value(
                                    DIGITS, found, row.metric(label).orElseThrow().forkMeans()))
                        .orElse(Cell.EMPTY)))
        .narrowed(Narrowing.LEFT_OUT);
  }

  private List<Note> legend() {
    List<Note> notes = new ArrayList<>();
    if (rows.stream().anyMatch(row -> row.primary().estimate().hasInterval())) {
      notes.add(
          Note.always("[]: 95 % interval over forks, from " + Estimate.LEAST_FORKS + " forks on."));
    }
    notes.add(Note.with(MEMORY, "PSS: peak of the process tree."));
    notes.add(VerdictMarks::legend);
    return notes;
  }
}
