package distilbench.report.text;

import distilbench.format.RowIdentity;
import distilbench.report.data.Metric;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowTitles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The table of what other profilers and counters measured, such as {@code gc.alloc.rate} of {@code
 * -prof gc}: one line for each row and metric, as JMH names them.
 */
final class FurtherMetrics {
  private static final NumberFormat DIGITS = NumberFormat.UNLIMITED;

  private final List<RowIdentity> names = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final List<Metric> metrics = new ArrayList<>();

  /**
   * @param known beginnings of the labels that other tables care for
   */
  FurtherMetrics(List<ResultRow> rows, List<String> known) {
    for (ResultRow row : rows) {
      for (Map.Entry<String, Metric> metric : row.secondary().entrySet()) {
        if (known.stream().noneMatch(metric.getKey()::startsWith)) {
          names.add(row.name());
          labels.add(metric.getKey());
          metrics.add(metric.getValue());
        }
      }
    }
  }

  /** None if there is nothing further. */
  Optional<Table> table() {
    if (metrics.isEmpty()) {
      return Optional.empty();
    }
    List<Column> columns = new ArrayList<>(TitleColumns.of(new RowTitles(names)));
    columns.add(Column.words("metric", labels.stream().map(Cell::words).toList()));
    columns.add(
        Column.numbers(
            "value",
            metrics.stream()
                .map(metric -> Cell.value(DIGITS, metric.estimate(), metric.forkMeans()))
                .toList()));
    columns.add(Column.words("unit", metrics.stream().map(Metric::unit).map(Cell::words).toList()));
    return Optional.of(new Table("Further metrics", List.of(), columns, List.of(), List.of()));
  }
}
