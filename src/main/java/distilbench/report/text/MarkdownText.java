package distilbench.report.text;

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

  /** One row of a table. */
  public static String row(List<String> cells) {
    return cells.stream().map(MarkdownText::escaped).collect(Collectors.joining(" | ", "| ", " |"));
  }

  /** A list with an item for each text. */
  public static List<String> list(List<String> texts) {
    return texts.stream().map(text -> "- " + escaped(text)).toList();
  }
}
