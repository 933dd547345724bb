package distilbench.report.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text in markdown that shows what it is given, letter by letter. */
public final class MarkdownText {
  /**
   * What marks text up: some signs only at a word's end, before a bracket or in the name of a sign.
   */
  private static final Pattern MARKED_UP =
      Pattern.compile(
          "[\\\\|*<`~]|(?<!\\w)_|_(?!\\w)|\\](?=\\()|&(?=#?\\w+;)",
          Pattern.UNICODE_CHARACTER_CLASS);

  private MarkdownText() {}

  /** A text that a table or a list shows as it is. */
  public static String escaped(String text) {
    return MARKED_UP.matcher(text).replaceAll("\\\\$0");
  }

  /**
   * A table.
   *
   * @param heads of the columns
   * @param numeric whether a column's cells stand at its right
   * @param rows cells of each row
   */
  public static List<String> table(
      List<String> heads, List<Boolean> numeric, List<List<String>> rows) {
    List<String> lines = new ArrayList<>();
    lines.add(row(heads));
    lines.add(
        numeric.stream()
            .map(right -> right ? "--:" : "---")
            .collect(Collectors.joining(" | ", "| ", " |")));
    rows.forEach(cells -> lines.add(row(cells)));
    return lines;
  }

  private static String row(List<String> cells) {
    return cells.stream().map(MarkdownText::escaped).collect(Collectors.joining(" | ", "| ", " |"));
  }

  /** A list with an item for each text. */
  public static List<String> list(List<String> texts) {
    return texts.stream().map(text -> "- " + escaped(text)).toList();
  }
}
