package distilbench.report.text;

import distilbench.report.data.Metric;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowName;
import distilbench.report.data.RowTitles;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The table of what other profilers and counters measured, such as {@code gc.alloc.rate} of {@code
 * -prof gc}: one line for each row and metric, as JMH names them.
 */
public final class FurtherMetrics {
  private static final NumberFormat DIGITS = NumberFormat.UNLIMITED;

  private final List<RowName> names = new ArrayList<>();
  private final List<String> labels = new ArrayList<>();
  private final List<Metric> metrics = new ArrayList<>();

  /**
   * @param known beginnings of the labels that other tables care for
   */
  public FurtherMetrics(List<ResultRow> rows, List<String> known) {
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
  public List<String> lines() {
    if (metrics.isEmpty()) {
      return List.of();
    }
    TitleColumns titles = new TitleColumns(new RowTitles(names));
    List<Column> form =
        TextTable.fitting(List.of(columns(titles.columns()), columns(titles.numbers())));
    List<String> lines = new ArrayList<>(List.of("Further metrics", ""));
    lines.addAll(titles.table(form));
    return lines;
  }

  private List<Column> columns(List<Column> titles) {
    List<Column> columns = new ArrayList<>(titles);
    columns.add(Column.left("metric", labels));
    columns.add(
        Column.right(
            "",
            "value",
            metrics.stream().map(metric -> DIGITS.show(metric.wholeScore())).toList()));
    columns.add(Column.left("unit", metrics.stream().map(Metric::unit).toList()));
    return columns;
  }
}
