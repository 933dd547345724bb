package distilbench.report.text;

import distilbench.console.TerminalText;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Plain text of at most {@value #WIDTH} columns. */
public final class Words {
  public static final int WIDTH = 120;

  private static final String DASH = "- ";
  private static final String INDENT = "  ";

  /** What stands in brackets is one word. */
  private static final Pattern SPACED_WORD =
      Pattern.compile("(?<space>\\s*)(?<word>(?:\\[[^\\]]*\\]|\\S)+)");

  private Words() {}

  /** Lines ended by a newline, with an empty one between the parts. */
  public static String parts(List<List<String>> parts) {
    return parts.stream()
        .map(lines -> String.join("\n", lines) + "\n")
        .collect(Collectors.joining("\n"));
  }

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
    String line = "";
    Matcher words = SPACED_WORD.matcher(TerminalText.ofOutput().line(text).strip());
    while (words.find()) {
      String word = words.group("word");
      String longer = line + words.group("space");
      while (length(longer) + length(word) > WIDTH) {
        int width = lines.isEmpty() ? WIDTH : WIDTH - INDENT.length();
        if (length(word) > width) {
          int room = Math.max(0, WIDTH - length(longer));
          int end = word.offsetByCodePoints(0, room);
          longer += word.substring(0, end);
          word = word.substring(end);
          lines.add(longer.stripTrailing());
        } else {
          lines.add(line);
        }
        longer = INDENT;
      }
      line = longer + word;
    }
    lines.add(line);
    return lines;
  }

  /** How many letters a text has: some are two of Java's characters. */
  public static int length(String text) {
    return text.codePointCount(0, text.length());
  }

  private static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String whole : TerminalText.ofOutput().line(text).split(" (?![^\\[]*\\])")) {
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
