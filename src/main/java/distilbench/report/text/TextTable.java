package distilbench.report.text;

import distilbench.console.TerminalText;
import distilbench.report.text.Column.Form;
import distilbench.report.text.Column.Narrowing;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A table in plain text of at most {@value Words#WIDTH} columns, with its words. */
public final class TextTable {
  private static final int MOST_GAP = 2;
  private static final String NUMBER = "#";

  private final Table table;

  public TextTable(Table table) {
    this.table = table;
  }

  /** Title, table, conclusions and legend, with an empty line between them. */
  public List<String> lines() {
    List<List<String>> parts = new ArrayList<>();
    String common =
        table.common().isEmpty() ? "" : "in all rows " + String.join(" ", table.common());
    String head =
        Stream.of(table.title(), common)
            .filter(part -> !part.isEmpty())
            .collect(Collectors.joining(": "));
    parts.add(head.isEmpty() ? List.of() : Words.wrapped(head));
    List<Column> shown = fitting();
    parts.add(lines(shown));
    parts.add(shown.get(0).head().equals(NUMBER) ? numbered() : List.of());
    parts.add(wrapped(table.conclusions()));
    parts.add(wrapped(table.notes(shown)));
    List<String> lines = new ArrayList<>();
    for (List<String> part : parts) {
      lines.addAll(lines.isEmpty() || part.isEmpty() ? List.of() : List.of(""));
      lines.addAll(part);
    }
    return lines;
  }

  private static List<String> wrapped(List<String> texts) {
    return texts.stream().flatMap(text -> Words.wrapped(text).stream()).toList();
  }

  /** The first of several forms that is narrow enough; the last one in any case. */
  private List<Column> fitting() {
    List<List<Column>> forms = List.of(table.columns(), narrowed(), withNumbers());
    return forms.stream()
        .filter(form -> width(form, 1) <= Words.WIDTH)
        .findFirst()
        .orElse(forms.get(forms.size() - 1));
  }

  private List<Column> narrowed() {
    return table.columns().stream()
        .filter(column -> column.narrowing() != Narrowing.LEFT_OUT)
        .map(column -> column.narrowing() == Narrowing.WITHOUT_ENDS ? column.withoutEnds() : column)
        .toList();
  }

  /** With a number for each row, in place of what tells it from the others. */
  private List<Column> withNumbers() {
    List<Cell> numbers =
        IntStream.rangeClosed(1, table.size()).mapToObj(i -> Cell.number("" + i, i)).toList();
    return Stream.concat(
            Stream.of(Column.numbers(NUMBER, numbers)),
            table.columns().stream().filter(column -> column.narrowing() != Narrowing.NUMBER))
        .toList();
  }

  /** What each number stands for. */
  private List<String> numbered() {
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < table.size(); i++) {
      int row = i;
      String title =
          table.columns().stream()
              .filter(column -> column.narrowing() == Narrowing.NUMBER)
              .filter(column -> !column.cells().get(row).isEmpty())
              .map(column -> column.head() + "=" + column.cells().get(row).text())
              .collect(Collectors.joining(" "));
      lines.addAll(Words.wrapped(NUMBER + (i + 1) + " " + title));
    }
    return lines;
  }

  private static int width(List<Column> columns, int gap) {
    return columns.stream().map(TextTable::printed).mapToInt(TextTable::longest).sum()
        + gap * (columns.size() - 1);
  }

  /** Lays columns out, as loosely as they can be. */
  private static List<String> lines(List<Column> columns) {
    List<List<String>> printed = columns.stream().map(TextTable::padded).toList();
    String gap = " ".repeat(width(columns, MOST_GAP) <= Words.WIDTH ? MOST_GAP : 1);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < printed.get(0).size(); i++) {
      int number = i;
      String line =
          printed.stream()
              .map(column -> column.get(number))
              .collect(Collectors.joining(gap))
              .stripTrailing();
      // A head of one line has nothing above it.
      if (i > 0 || !line.isEmpty()) {
        lines.add(line);
      }
    }
    return lines;
  }

  /** A column's lines, two of head and one for each row, all equally long. */
  private static List<String> padded(Column column) {
    List<String> lines = printed(column);
    int width = longest(lines);
    boolean right = column.form() == Form.NUMBERS;
    return lines.stream().map(line -> pad(line, width, right)).toList();
  }

  private static List<String> printed(Column column) {
    // What is escaped in the end has its width from the beginning.
    TerminalText terminal = TerminalText.ofOutput();
    List<String> lines =
        new ArrayList<>(List.of(terminal.line(column.above()), terminal.line(column.below())));
    List<Cell> cells = column.cells();
    if (column.form() == Form.INTERVALS) {
      int value = longest(cells, Cell::value);
      int low = longest(cells, Cell::low);
      int high = longest(cells, Cell::high);
      cells.forEach(cell -> lines.add(aligned(cell, value, low, high)));
      return lines;
    }
    // Numbers stay under each other: what has no mark gets a space.
    boolean marks = cells.stream().anyMatch(cell -> !cell.mark().isEmpty());
    boolean space = column.form() == Form.NUMBERS && marks;
    for (Cell cell : cells) {
      lines.add(
          terminal.line(cell.text())
              + (space && !cell.isEmpty() && cell.mark().isEmpty() ? " " : ""));
    }
    return lines;
  }

  private static String aligned(Cell cell, int value, int low, int high) {
    if (cell.isEmpty()) {
      return "";
    }
    String ends =
        cell.low().isEmpty()
            ? ""
            : " [" + pad(cell.low(), low, true) + ", " + pad(cell.high(), high, true) + "]";
    return pad(cell.value(), value, true) + ends + cell.mark();
  }

  private static int longest(List<Cell> cells, Function<Cell, String> part) {
    return longest(cells.stream().map(part).toList());
  }

  private static int longest(List<String> texts) {
    return texts.stream().mapToInt(String::length).max().orElse(0);
  }

  private static String pad(String text, int width, boolean right) {
    String spaces = " ".repeat(width - text.length());
    return right ? spaces + text : text + spaces;
  }
}
