package distilbench.report.text;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** A table in markdown, with its title and words. */
public final class TableMarkdown {
  private TableMarkdown() {}

  /** Lines without an end of theirs. */
  public static List<String> of(Table table) {
    List<String> lines = new ArrayList<>();
    if (!table.title().isEmpty()) {
      lines.addAll(List.of("### " + MarkdownText.escaped(table.title()), ""));
    }
    if (!table.common().isEmpty()) {
      String common = String.join(", ", table.common());
      lines.addAll(List.of("In all rows: " + MarkdownText.escaped(common) + ".", ""));
    }
    lines.addAll(
        MarkdownText.table(
            table.columns().stream().map(Column::head).toList(),
            table.columns().stream().map(Column::isNumeric).toList(),
            IntStream.range(0, table.size()).mapToObj(i -> cells(table, i)).toList()));
    for (List<String> words : List.of(table.conclusions(), table.notes())) {
      lines.addAll(words.isEmpty() ? List.of() : List.of(""));
      lines.addAll(MarkdownText.list(words));
    }
    return lines;
  }

  private static List<String> cells(Table table, int row) {
    return table.columns().stream().map(column -> column.cells().get(row).text()).toList();
  }
}
