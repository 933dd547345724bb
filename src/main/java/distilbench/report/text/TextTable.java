package distilbench.report.text;

import distilbench.console.TerminalText;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Plain text of at most {@value #WIDTH} columns: tables and words. */
public final class TextTable {
  static final int WIDTH = 120;

  private static final int MOST_GAP = 2;
  private static final String DASH = "- ";

  private TextTable() {}

  /**
   * The first of several forms of a table that is narrow enough; the last one in any case.
   *
   * @param forms from the widest to the narrowest
   */
  public static List<Column> fitting(List<List<Column>> forms) {
    return forms.stream()
        .filter(form -> width(filled(form), 1) <= WIDTH)
        .findFirst()
        .orElse(forms.get(forms.size() - 1));
  }

  /** Lays a table out, as loosely as it can be. Columns without any content are left out. */
  public static List<String> lines(List<Column> columns) {
    List<Column> filled = filled(columns);
    return lines(filled, width(filled, MOST_GAP) <= WIDTH ? MOST_GAP : 1);
  }

  private static List<Column> filled(List<Column> columns) {
    return columns.stream().filter(column -> !column.isEmpty()).toList();
  }

  private static int width(List<Column> columns, int gap) {
    return columns.stream().mapToInt(Column::width).sum() + gap * (columns.size() - 1);
  }

  private static List<String> lines(List<Column> columns, int gap) {
    List<String> lines = new ArrayList<>();
    int rows = columns.get(0).cells().size();
    for (int i = 0; i < rows + 2; i++) {
      int number = i;
      String line =
          columns.stream()
              .map(column -> column.line(number))
              .collect(Collectors.joining(" ".repeat(gap)))
              .stripTrailing();
      // A head of one line has nothing above it.
      if (i > 0 || !line.isEmpty()) {
        lines.add(line);
      }
    }
    return lines;
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
