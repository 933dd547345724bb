package distilbench.report.text;

import distilbench.report.choice.Candidate;
import distilbench.report.choice.Choice;
import distilbench.report.choice.Limits;
import distilbench.report.choice.P99;
import distilbench.report.choice.Standing;
import distilbench.report.data.DeploymentRow;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowTitles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** The table of all rows that might have been chosen, and where each stands. */
public final class ChoiceTable {
  private static final NumberFormat HUNDREDTHS = new NumberFormat(2);
  private static final NumberFormat DIGITS = NumberFormat.UNLIMITED;

  private final Choice choice;
  private final RowTitles titles;

  private ChoiceTable(Choice choice) {
    this.choice = choice;
    this.titles = RowTitles.of(choice.candidates().stream().map(one -> one.row().row()).toList());
  }

  /** None if there is nothing to choose from. */
  public static Optional<Table> of(Choice choice) {
    return choice.candidates().isEmpty()
        ? Optional.empty()
        : Optional.of(new ChoiceTable(choice).table());
  }

  private Table table() {
    List<Column> columns = new ArrayList<>(TitleColumns.of(titles));
    columns.add(
        Column.intervals(
                "s per 1000 texts",
                rows(row -> Cell.interval(choice.group().timeFormat(), row.time(), row.times())))
            .printed("s per 1000", "texts"));
    columns.add(
        Column.intervals(
                "time if the chosen one = 1",
                cells(
                    one ->
                        Double.isNaN(one.timeRatio().value())
                            ? Cell.EMPTY
                            : Cell.interval(HUNDREDTHS, one.timeRatio(), new double[0])))
            .printed("time if", "chosen = 1"));
    columns.add(
        Column.intervals(
                "PSS, MiB",
                rows(
                    row ->
                        Cell.interval(
                            choice.group().format(ResultRow.PSS),
                            row.memory(),
                            row.forks(ResultRow.PSS))))
            .printed("PSS", "MiB"));
    columns.add(Column.intervals("p99, ms", cells(ChoiceTable::latency)).printed("p99", "ms"));
    columns.add(
        Column.words(
            "p99 measured",
            cells(one -> one.p99().map(P99::where).map(Cell::words).orElse(Cell.EMPTY))));
    columns.add(Column.words("standing", cells(one -> Cell.words(one.standing().toString()))));
    return new Table("Which deployment to use", titles.common(), columns, List.of(), legend());
  }

  private List<Cell> rows(Function<DeploymentRow, Cell> cell) {
    return cells(one -> cell.apply(one.row()));
  }

  private List<Cell> cells(Function<Candidate, Cell> cell) {
    return choice.candidates().stream().map(cell).toList();
  }

  private static Cell latency(Candidate one) {
    return one.p99()
        .map(latency -> Cell.interval(DIGITS, latency.milliseconds(), new double[0]))
        .orElse(Cell.EMPTY);
  }

  private List<Table.Note> legend() {
    List<Table.Note> notes = new ArrayList<>();
    if (!choice.of(Standing.TIED).isEmpty()) {
      notes.add(
          Table.Note.always("tied: no difference in time beyond 3 % is shown to the chosen row."));
    }
    if (!choice.limits().equals(Limits.NONE)) {
      notes.add(Table.Note.always("A limit is compared with the upper end of the interval."));
    }
    return notes;
  }
}
