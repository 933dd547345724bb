package distilbench.report.text;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Markdown for a comment on a change: tables and lists that show texts as they are. */
public final class Markdown {
  /**
   * What marks text up: some signs only at a word's end, before a bracket or in a name of a sign.
   */
  private static final Pattern MARKED_UP =
      Pattern.compile(
          "([\\\\|*<`~]|(?<![\\p{L}\\p{N}_])_|_(?![\\p{L}\\p{N}_])|\\](?=\\()|&(?=#?\\w+;))");

  private Markdown() {}

  /** Text that a table or a list shows as it is. */
  public static String escaped(String text) {
    return MARKED_UP.matcher(text).replaceAll("\\\\$1");
  }

  /** The lines of a list. */
  public static List<String> list(List<String> texts) {
    return texts.stream().map(text -> "- " + escaped(text)).toList();
  }

  /** The lines of a table with its title and words. */
  public static List<String> of(Table table) {
    List<String> lines = new ArrayList<>();
    if (!table.title().isEmpty()) {
      lines.addAll(List.of("### " + escaped(table.title()), ""));
    }
    if (!table.common().isEmpty()) {
      String common = String.join(", ", table.common());
      lines.addAll(List.of("In all rows: " + escaped(common) + ".", ""));
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
      lines.addAll(list(words));
    }
    return lines;
  }

  private static String line(Table table, Function<Column, String> cell) {
    return table.columns().stream()
        .map(cell)
        .map(Markdown::escaped)
        .collect(Collectors.joining(" | ", "| ", " |"));
  }
}
