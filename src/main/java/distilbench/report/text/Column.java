package distilbench.report.text;

import java.util.ArrayList;
import java.util.List;

/**
 * One column of a table.
 *
 * @param head in one line
 * @param above first line of the head in plain text, where columns have to be narrow
 * @param below second line
 * @param form what its cells hold
 * @param narrowing what becomes of it where the table is too wide
 * @param cells one for each row
 */
public record Column(
    String head, String above, String below, Form form, Narrowing narrowing, List<Cell> cells) {

  /** What the cells of a column hold. */
  public enum Form {
    WORDS,
    NUMBERS,
    /** Figures with their intervals, aligned part by part. */
    INTERVALS
  }

  /** What becomes of a column where the table is too wide for plain text. */
  enum Narrowing {
    NONE,
    WITHOUT_ENDS,
    LEFT_OUT,
    /** It tells rows apart: where nothing else helps, a number does. */
    NUMBER
  }

  public Column {
    cells = List.copyOf(cells);
  }

  static Column words(String head, List<Cell> cells) {
    return new Column(head, "", head, Form.WORDS, Narrowing.NONE, cells);
  }

  static Column numbers(String head, List<Cell> cells) {
    return new Column(head, "", head, Form.NUMBERS, Narrowing.NONE, cells);
  }

  static Column intervals(String head, List<Cell> cells) {
    return new Column(head, "", head, Form.INTERVALS, Narrowing.NONE, cells);
  }

  /** The same column with a head of its own in plain text. */
  Column printed(String first, String second) {
    return new Column(head, first, second, form, narrowing, cells);
  }

  Column narrowed(Narrowing how) {
    return new Column(head, above, below, form, how, cells);
  }

  /** The same column with a mark behind each cell that says something. */
  Column marked(List<String> marks) {
    List<Cell> marked = new ArrayList<>();
    for (int i = 0; i < cells.size(); i++) {
      marked.add(cells.get(i).marked(marks.get(i)));
    }
    return new Column(head, above, below, form, narrowing, marked);
  }

  Column withoutEnds() {
    return new Column(
        head,
        above,
        below,
        Form.NUMBERS,
        narrowing,
        cells.stream().map(Cell::withoutEnds).toList());
  }

  /** Whether a cell bears this mark. */
  boolean isMarked(String mark) {
    return cells.stream().anyMatch(cell -> cell.mark().equals(mark));
  }

  boolean isEmpty() {
    return cells.stream().allMatch(Cell::isEmpty);
  }

  public boolean isNumeric() {
    return form != Form.WORDS;
  }
}
