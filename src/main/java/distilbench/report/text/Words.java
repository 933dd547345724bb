package distilbench.report.text;

import java.util.ArrayList;
import java.util.List;

/** Plain text of at most {@value #WIDTH} columns. */
public final class Words {
  static final int WIDTH = 120;

  private static final String DASH = "- ";

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
