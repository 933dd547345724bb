package distilbench.report.text;

import distilbench.report.data.Estimate;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import distilbench.report.fleet.Fleet;
import distilbench.report.fleet.FleetRow;
import distilbench.report.fleet.FleetText;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/** The table of several machines: what texts take and cost in each deployment on each of them. */
public final class FleetTable {
  private static final double[] NO_FORKS = {};
  private static final NumberFormat DIGITS = NumberFormat.UNLIMITED;
  private static final String WORK = "GFLOP per text";
  private static final String CORES = "core-s per 1000";
  private static final String COST = "cost of a million";
  private static final String RANK = "rank";

  private final Fleet fleet;

  private FleetTable(Fleet fleet) {
    this.fleet = fleet;
  }

  /** Machine by machine, each row with its rank there. */
  public static Table of(Fleet fleet) {
    return new FleetTable(fleet).table();
  }

  private Table table() {
    List<Column> columns = new ArrayList<>();
    columns.add(Column.words("machine", cells(row -> Cell.words(row.machine().name()))));
    columns.addAll(TitleColumns.of(fleet.titles()));
    columns.add(
        Column.intervals(
                "s per 1000 texts", cells(row -> figure(row.row().time(), row.row().times())))
            .printed("s per 1000", "texts")
            .marked(fleet.rows().stream().map(FleetRow::timeMark).toList()));
    columns.add(
        Column.numbers(CORES, cells(row -> value(row.coreSeconds())))
            .printed("core-s", "per 1000"));
    columns.add(Column.numbers(WORK, cells(row -> value(row.work()))).printed("GFLOP", "per text"));
    columns.add(
        Column.numbers(
                "PSS MiB", cells(row -> value(row.row().memory(), row.row().forks(ResultRow.PSS))))
            .printed("PSS", "MiB")
            .marked(fleet.rows().stream().map(FleetRow::memoryMark).toList()));
    columns.add(
        Column.numbers(COST, cells(row -> value(row.cost()))).printed("cost of", "a million"));
    columns.add(Column.numbers(RANK, cells(this::rank)));
    List<String> conclusions =
        Stream.concat(
                new FleetText(fleet).sentences().stream(),
                fleet.leftOut().stream().map(line -> "Left out: " + line + "."))
            .toList();
    return new Table("Machines", fleet.titles().common(), columns, conclusions, legend());
  }

  private List<Cell> cells(Function<FleetRow, Cell> cell) {
    return fleet.rows().stream().map(cell).toList();
  }

  private static Cell figure(Estimate figure, double[] forks) {
    return Cell.interval(DIGITS, figure, forks);
  }

  private static Cell value(Estimate figure) {
    return value(figure, NO_FORKS);
  }

  private static Cell value(Estimate figure, double[] forks) {
    return Double.isNaN(figure.value()) ? Cell.EMPTY : Cell.value(DIGITS, figure, forks);
  }

  private Cell rank(FleetRow row) {
    return fleet.rank(row).stream()
        .mapToObj(rank -> Cell.number(Integer.toString(rank), rank))
        .findFirst()
        .orElse(Cell.EMPTY);
  }

  private List<Table.Note> legend() {
    return List.of(
        Table.Note.always(
            "[]: 95 % interval over forks, from " + Estimate.LEAST_FORKS + " forks on."),
        Table.Note.with(CORES, "core-s: seconds times the cores that might be used."),
        Table.Note.with(
            WORK,
            "GFLOP: what the machine's own matrix multiply does in that time, in the row's precision:"
                + " rows that differ here differ by more than the machines' speed."),
        Table.Note.with(
            "PSS MiB", "PSS: peak of the process tree, not comparable across operating systems."),
        Table.Note.with(COST, "cost: of a million texts, in the currency of the prices."),
        Table.Note.with(
            RANK,
            RANK
                + ": 1 + how many rows are shown to be faster on the same machine, in the same run."),
        shown ->
            VerdictMarks.meanings(shown).map(meanings -> meanings + ", by the run's own verdict."));
  }
}
