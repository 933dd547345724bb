package distilbench.report.text;

import distilbench.report.data.RowTitles;
import distilbench.report.text.Column.Narrowing;
import java.util.List;

/** The first columns of a table: what tells its rows apart. */
final class TitleColumns {
  private TitleColumns() {}

  /** Columns with the benchmark, the mode, the threads and the parameters. */
  static List<Column> of(RowTitles titles) {
    return titles.parts().stream().map(TitleColumns::column).toList();
  }

  private static Column column(RowTitles.Part part) {
    boolean numeric = part.numeric();
    List<Cell> cells =
        part.values().stream()
            .map(
                value ->
                    numeric && !value.isEmpty()
                        ? Cell.number(value, Double.parseDouble(value))
                        : Cell.words(value))
            .toList();
    boolean numbers = numeric && isParameter(part);
    Column column = numbers ? Column.numbers(part.head(), cells) : Column.words(part.head(), cells);
    return column.narrowed(Narrowing.NUMBER);
  }

  /** Words are aligned to the left, also where all of them are empty. */
  private static boolean isParameter(RowTitles.Part part) {
    return !part.head().equals("benchmark") && !part.head().equals("mode");
  }
}
