package distilbench.report.text;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Plain text of at most {@value #WIDTH} columns. */
public final class Words {
  public static final int WIDTH = 120;

  private static final String DASH = "- ";
  private static final String INDENT = "  ";

  /** What stands in brackets is one word. */
  private static final Pattern SPACED_WORD =
      Pattern.compile("(?<space>\\s*)(?<word>(?:\\[[^\\]]*\\]|\\S)+)");

  private Words() {}

  /**
   * Breaks words into lines, but not within brackets; of a word that is too long its end is kept,
   * as in paths.
   */
  public static List<String> wrapped(String text) {
    return wrapped(text, WIDTH);
  }

  /** The same behind a dash, as an item of a list. */
  public static List<String> listed(String text) {
    List<String> lines = new ArrayList<>();
    for (String line : wrapped(text, WIDTH - DASH.length())) {
      lines.add((lines.isEmpty() ? DASH : " ".repeat(DASH.length())) + line);
    }
    return lines;
  }

  /**
   * Breaks a text into lines, but not within brackets; all but the first are indented, and a word
   * that is too long for a line goes on in the next.
   */
  public static List<String> hanging(String text) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    Matcher words = SPACED_WORD.matcher(text.strip());
    while (words.find()) {
      String word = words.group("word");
      int length = line.length() + words.group("space").length() + word.length();
      if (length > WIDTH && word.length() <= WIDTH - INDENT.length()) {
        lines.add(line.toString());
        line = new StringBuilder(INDENT);
      } else {
        line.append(words.group("space"));
      }
      while (line.length() + word.length() > WIDTH) {
        int room = WIDTH - line.length();
        lines.add((line + word.substring(0, room)).stripTrailing());
        word = word.substring(room);
        line = new StringBuilder(INDENT);
      }
      line.append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  private static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String whole : text.split(" (?![^\\[]*\\])")) {
      String word =
          whole.length() > width ? "..." + whole.substring(whole.length() - width + 3) : whole;
      if (line.length() > 0 && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() > 0 ? " " : "").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
