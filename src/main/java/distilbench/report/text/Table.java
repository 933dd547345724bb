package distilbench.report.text;

import java.util.List;
import java.util.Optional;

/**
 * A table as a value, whatever shows it.
 *
 * @param title what it is about; empty if its columns say it
 * @param common what is the same in all rows
 * @param columns those with any content
 * @param conclusions what follows from it, in sentences
 * @param legend what its signs mean
 */
public record Table(
    String title,
    List<String> common,
    List<Column> columns,
    List<String> conclusions,
    List<Note> legend) {

  public Table {
    columns = columns.stream().filter(column -> !column.isEmpty()).toList();
  }

  /** A line about signs, as far as the columns that are shown have them. */
  interface Note {
    Optional<String> of(List<Column> shown);

    static Note always(String text) {
      return shown -> Optional.of(text);
    }

    /** Where a column of this head is shown. */
    static Note with(String head, String text) {
      return shown ->
          shown.stream().anyMatch(column -> column.head().equals(head))
              ? Optional.of(text)
              : Optional.empty();
    }
  }

  /** How many rows it has. */
  public int size() {
    return columns.get(0).cells().size();
  }

  /** What the signs in all columns mean. */
  public List<String> notes() {
    return notes(columns);
  }

  /** What the signs in some columns mean. */
  List<String> notes(List<Column> shown) {
    return legend.stream().map(note -> note.of(shown)).flatMap(Optional::stream).toList();
  }
}
