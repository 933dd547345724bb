package distilbench.report.text;

import distilbench.report.data.Estimate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/** A table as comma-separated values: all digits, and a column for each end of an interval. */
public final class TableCsv {
  private TableCsv() {}

  /** Lines with a head, ended by a newline. */
  public static String of(Table table) {
    List<List<String>> columns = new ArrayList<>();
    table.columns().forEach(column -> add(column, columns));
    StringBuilder text = new StringBuilder();
    CSVFormat format = CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();
    try (CSVPrinter lines = new CSVPrinter(text, format)) {
      for (int line = 0; line <= table.size(); line++) {
        int place = line;
        lines.printRecord(columns.stream().map(column -> column.get(place)).toList());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return text.toString();
  }

  private static void add(Column column, List<List<String>> columns) {
    List<String> values = new ArrayList<>(List.of(column.head()));
    List<String> low = new ArrayList<>(List.of(column.head() + ", low"));
    List<String> high = new ArrayList<>(List.of(column.head() + ", high"));
    for (Cell cell : column.cells()) {
      Estimate figure = cell.figure();
      values.add(column.isNumeric() ? number(figure.value()) : cell.value());
      low.add(number(figure.low()));
      high.add(number(figure.high()));
    }
    columns.add(values);
    if (column.form() == Column.Form.INTERVALS) {
      columns.add(low);
      columns.add(high);
    }
  }

  private static String number(double value) {
    return Double.isFinite(value) ? Double.toString(value) : "";
  }
}
