package distilbench.report.text;

import distilbench.report.data.RowTitles;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The first columns of a table: what tells its rows apart, or a number for each of them. */
final class TitleColumns {
  private static final String NUMBER = "#";

  private final RowTitles titles;

  TitleColumns(RowTitles titles) {
    this.titles = titles;
  }

  /** Columns with the benchmark, the mode and the parameters. */
  List<Column> columns() {
    return titles.parts().stream()
        .map(
            part -> new Column("", part.head(), part.numeric() && isParameter(part), part.values()))
        .toList();
  }

  /** Words are aligned to the left, also where all of them are empty. */
  private static boolean isParameter(RowTitles.Part part) {
    return !part.head().equals("benchmark") && !part.head().equals("mode");
  }

  /** One column with a number for each row, for a table in which {@link #columns} have no room. */
  List<Column> numbers() {
    return List.of(
        Column.right(
            "", NUMBER, IntStream.rangeClosed(1, titles.size()).mapToObj(i -> "" + i).toList()));
  }

  /** A table, and if it begins with {@link #numbers} what each of them stands for. */
  List<String> table(List<Column> form) {
    List<String> lines = new ArrayList<>(TextTable.lines(form));
    if (form.get(0).below().equals(NUMBER)) {
      lines.add("");
      lines.addAll(numbered());
    }
    return lines;
  }

  private List<String> numbered() {
    List<String> lines = new ArrayList<>();
    List<RowTitles.Part> parts = titles.parts();
    for (int i = 0; i < titles.size(); i++) {
      int row = i;
      String title =
          parts.stream()
              .filter(part -> !part.values().get(row).isEmpty())
              .map(part -> part.head() + "=" + part.values().get(row))
              .collect(Collectors.joining(" "));
      lines.addAll(TextTable.wrapped(NUMBER + (i + 1) + " " + title));
    }
    return lines;
  }
}
