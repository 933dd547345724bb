package distilbench.report.text;

import distilbench.format.MetricLabel;
import distilbench.report.data.Estimate;
import distilbench.report.data.Metric;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowTitles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table of how memory grows with what a deployment does, of the rows that watched it. */
final class GrowthTable {
  private static final NumberFormat DIGITS = NumberFormat.UNLIMITED;

  /** What a row counts while its memory is watched, and the figures that tell of it. */
  private enum Per {
    CALLS("1000 calls", MetricLabel.GROWTH_PSS, MetricLabel.GROWTH_ANON),
    OPENINGS("opening", MetricLabel.GROWTH_OPEN_PSS, MetricLabel.GROWTH_OPEN_ANON);

    private final String unit;
    private final MetricLabel pss;
    private final MetricLabel anonymous;

    Per(String unit, MetricLabel pss, MetricLabel anonymous) {
      this.unit = unit;
      this.pss = pss;
      this.anonymous = anonymous;
    }

    /** None of a row that did not watch its memory, or could in no fork. */
    static Optional<Per> of(ResultRow row) {
      return Stream.of(values())
          .filter(per -> Arrays.stream(forks(row, per.pss)).anyMatch(Double::isFinite))
          .findFirst();
    }
  }

  private final List<ResultRow> rows;
  private final RowTitles titles;

  /**
   * @param all rows of a file, whether they watched their memory or not
   */
  GrowthTable(List<ResultRow> all) {
    this.rows = all.stream().filter(row -> Per.of(row).isPresent()).toList();
    this.titles = RowTitles.of(rows);
  }

  /** None if no row watched its memory. */
  Optional<Table> table() {
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    List<Column> columns = new ArrayList<>(TitleColumns.of(titles));
    columns.add(growth("PSS, MiB", per -> per.pss).printed("PSS", "MiB"));
    columns.add(growth("anonymous, MiB", per -> per.anonymous).printed("anonymous", "MiB"));
    columns.add(Column.words("per", rows.stream().map(row -> Cell.words(per(row).unit)).toList()));
    return Optional.of(
        new Table("Growth of memory", titles.common(), columns, conclusions(), legend()));
  }

  private Column growth(String head, Function<Per, MetricLabel> label) {
    return Column.intervals(
        head,
        rows.stream()
            .map(
                row -> {
                  double[] forks = forks(row, label.apply(per(row)));
                  return Cell.interval(DIGITS, Estimate.ofSlopes(forks), forks);
                })
            .toList());
  }

  private static Per per(ResultRow row) {
    return Per.of(row).orElseThrow();
  }

  private static double[] forks(ResultRow row, MetricLabel label) {
    return row.metric(label).map(Metric::forkFigures).orElseGet(() -> new double[0]);
  }

  private List<String> conclusions() {
    List<ResultRow> growing = rows.stream().filter(GrowthTable::grows).toList();
    return growing.isEmpty()
        ? List.of()
        : List.of(
            growing.stream()
                .map(row -> titles.label(row.name()))
                .collect(Collectors.joining(", ", "Memory grows: ", ".")));
  }

  private static boolean grows(ResultRow row) {
    return Estimate.ofSlopes(forks(row, per(row).pss)).low() > 0;
  }

  private List<Table.Note> legend() {
    return List.of(
        Table.Note.always(
            "Growth of the process tree's memory: PSS, and the part of it without a file behind it."
                + " []: 95 % interval over forks, from "
                + Estimate.LEAST_FORKS
                + " forks on; memory grows where it lies above 0."));
  }
}
