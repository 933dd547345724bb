package distilbench.report.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
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
    lines.add(line(table, Column::head));
    lines.add(
        table.columns().stream()
            .map(column -> column.isNumeric() ? "--:" : "---")
            .collect(Collectors.joining(" | ", "| ", " |")));
    IntStream.range(0, table.size())
        .forEach(i -> lines.add(line(table, column -> column.cells().get(i).text())));
    for (List<String> words : List.of(table.conclusions(), table.notes())) {
      lines.addAll(words.isEmpty() ? List.of() : List.of(""));
      lines.addAll(MarkdownText.list(words));
    }
    return lines;
  }

  private static String line(Table table, Function<Column, String> cell) {
    return MarkdownText.row(table.columns().stream().map(cell).toList());
  }
}
