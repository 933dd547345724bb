package distilbench.report.text;

import distilbench.format.MetricLabel;
import distilbench.report.data.Estimate;
import distilbench.report.data.LoadRow;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowTitles;
import distilbench.report.text.Column.Narrowing;
import distilbench.report.text.Table.Note;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** The table of how long calls take that arrive by themselves. */
final class LatencyTable {
  private static final NumberFormat DIGITS = NumberFormat.UNLIMITED;
  private static final NumberFormat WHOLE = new NumberFormat(0);
  private static final double PERCENT = 100;
  private static final double OF_A_THOUSAND = 99.9;
  private static final String REFUSED = "refused";
  private static final String MEMORY = "PSS MiB";

  private final List<LoadRow> rows;
  private final List<ResultRow> results;
  private final VerdictMarks marks;

  /**
   * @param results rows with such calls
   */
  LatencyTable(List<ResultRow> results, VerdictMarks marks) {
    this.rows = results.stream().map(LoadRow::new).toList();
    this.results = results;
    this.marks = marks;
  }

  Table table() {
    RowTitles titles = RowTitles.of(results);
    List<Column> columns = new ArrayList<>(TitleColumns.of(titles));
    columns.addAll(figures());
    return new Table("Latency of calls that arrive", titles.common(), columns, List.of(), legend());
  }

  private List<Column> figures() {
    return List.of(
        interval("p50 ms", MetricLabel.LAT_P50).narrowed(Narrowing.WITHOUT_ENDS),
        value("p90 ms", MetricLabel.LAT_P90),
        interval("p99 ms", MetricLabel.LAT_P99).marked(marks.times(results)),
        Column.numbers(
                "p99.9 ms",
                cells(
                    row ->
                        row.tells(OF_A_THOUSAND) ? value(row, MetricLabel.LAT_P99_9) : Cell.EMPTY))
            .printed("p99.9", "ms"),
        value("max ms", MetricLabel.LAT_MAX),
        Column.numbers("offered/s", cells(row -> value(row, MetricLabel.RATE_OFFERED)))
            .printed("offered", "calls/s"),
        Column.numbers("achieved/s", cells(row -> value(row, MetricLabel.RATE_ACHIEVED)))
            .printed("achieved", "calls/s"),
        Column.numbers(REFUSED, cells(LatencyTable::refused)),
        Column.numbers("in slo", cells(LatencyTable::attainment)).printed("in", "slo"),
        Column.numbers(MEMORY, cells(row -> memory(row.row())))
            .printed("PSS", "MiB")
            .marked(marks.memories(results)));
  }

  private List<Cell> cells(Function<LoadRow, Cell> cell) {
    return rows.stream().map(cell).toList();
  }

  private Column interval(String head, MetricLabel label) {
    return Column.intervals(
            head, cells(row -> Cell.interval(DIGITS, row.figure(label), row.forks(label))))
        .printed(head.substring(0, head.indexOf(' ')), "ms");
  }

  private Column value(String head, MetricLabel label) {
    return Column.numbers(head, cells(row -> value(row, label)))
        .printed(head.substring(0, head.indexOf(' ')), "ms");
  }

  private static Cell value(LoadRow row, MetricLabel label) {
    return Cell.value(DIGITS, row.figure(label), row.forks(label));
  }

  /** Of all calls of the row; nothing if none was. */
  private static Cell refused(LoadRow row) {
    double share =
        row.row().figure(MetricLabel.LOAD_REFUSED) / row.row().figure(MetricLabel.LOAD_CALLS);
    return share == 0 ? Cell.EMPTY : share(share);
  }

  private static Cell attainment(LoadRow row) {
    double share = row.row().figure(MetricLabel.SLO_ATTAINMENT);
    return Double.isNaN(share) ? Cell.EMPTY : share(share);
  }

  private static Cell share(double share) {
    return Cell.number(DIGITS.show(PERCENT * share) + "%", share);
  }

  private static Cell memory(ResultRow row) {
    return row.metric(ResultRow.PSS)
        .map(pss -> Cell.value(WHOLE, pss.mean(), pss.forkMeans()))
        .orElse(Cell.EMPTY);
  }

  private List<Note> legend() {
    List<Note> notes = new ArrayList<>();
    notes.add(
        Note.always(
            "Latency counts from when a call was to arrive; means over forks of each fork's"
                + " percentiles. []: 95 % interval over forks, from "
                + Estimate.LEAST_FORKS
                + " forks on."));
    notes.add(
        Note.with(
            REFUSED,
            REFUSED
                + ": calls that found too many in flight; they count as longer than all others."));
    notes.add(Note.with(MEMORY, "PSS: peak of the process tree."));
    notes.add(VerdictMarks::legend);
    return notes;
  }
}
