package distilbench.report.text;

import distilbench.console.TerminalText;
import distilbench.report.data.Estimate;
import distilbench.report.data.NumberFormat;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * One column of a text table.
 *
 * @param above first line of its head
 * @param below second line
 * @param right whether it is aligned to the right, as numbers are
 * @param cells one for each row; empty where there is nothing to say
 */
record Column(String above, String below, boolean right, List<String> cells) {

  /** Names come from files: what is escaped in the end has its width from the beginning. */
  Column {
    TerminalText terminal = TerminalText.ofOutput();
    above = terminal.line(above);
    below = terminal.line(below);
    cells = cells.stream().map(terminal::line).toList();
  }

  static Column left(String below, List<String> cells) {
    return new Column("", below, false, cells);
  }

  static Column right(String above, String below, List<String> cells) {
    return new Column(above, below, true, cells);
  }

  /**
   * A column of figures with their intervals, aligned part by part.
   *
   * @param known whether a row has the figure at all; where not, the cell stays empty
   */
  static Column intervals(
      String above,
      String below,
      NumberFormat digits,
      List<Estimate> figures,
      List<Boolean> known) {
    List<String> values = new ArrayList<>();
    List<String> lows = new ArrayList<>();
    List<String> highs = new ArrayList<>();
    for (int i = 0; i < figures.size(); i++) {
      Estimate figure = figures.get(i);
      values.add(known.get(i) ? digits.show(figure.value()) : "");
      // What is too small to show has no ends to show.
      boolean ends = figure.hasInterval() && !values.get(i).startsWith("<");
      lows.add(ends ? digits.show(figure.low()) : "");
      highs.add(ends ? digits.show(figure.high()) : "");
    }
    int value = longest(values.stream());
    int low = longest(lows.stream());
    int high = longest(highs.stream());
    List<String> cells = new ArrayList<>();
    for (int i = 0; i < figures.size(); i++) {
      String ends =
          lows.get(i).isEmpty()
              ? ""
              : " [" + pad(lows.get(i), low, true) + ", " + pad(highs.get(i), high, true) + "]";
      cells.add(pad(values.get(i), value, true) + ends);
    }
    return new Column(above, below, false, cells);
  }

  /** The same column with a mark behind each cell that says something. */
  Column marked(List<String> marks) {
    boolean none = marks.stream().allMatch(String::isEmpty);
    List<String> marked = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      String cell = cells.get(i).stripTrailing();
      // Numbers stay under each other: what has no mark gets a space.
      String mark = right && !none && marks.get(i).isEmpty() ? " " : marks.get(i);
      marked.add(cell.isBlank() ? "" : cell + mark);
    }
    return new Column(above, below, right, marked);
  }

  /** Whether a cell bears this mark. */
  boolean isMarked(String mark) {
    return cells.stream().anyMatch(cell -> cell.endsWith(mark));
  }

  boolean isEmpty() {
    return cells.stream().allMatch(String::isBlank);
  }

  int width() {
    return longest(Stream.concat(Stream.of(above, below), cells.stream()));
  }

  /** A line of the table: 0 and 1 are the head. */
  String line(int number) {
    String text =
        switch (number) {
          case 0 -> above;
          case 1 -> below;
          default -> cells.get(number - 2);
        };
    return pad(text, width(), right);
  }

  private static int longest(Stream<String> texts) {
    return texts.mapToInt(String::length).max().orElse(0);
  }

  private static String pad(String text, int width, boolean right) {
    String spaces = " ".repeat(width - text.length());
    return right ? spaces + text : text + spaces;
  }
}
