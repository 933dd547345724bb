package distilbench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Shows in a table what the verdict thinks of its rows: one character behind a time or a memory.
 */
record Marks(Verdict verdict) {

  /** A mark for each row's time. */
  List<String> times(List<ResultRow> rows) {
    return rows.stream().map(row -> verdict.of(row).time().status().mark()).toList();
  }

  /** A mark for each row's memory. */
  List<String> memories(List<ResultRow> rows) {
    return rows.stream().map(row -> verdict.of(row).memory().status().mark()).toList();
  }

  /** What the marks in a table's cells mean. */
  static List<String> legend(List<Column> shown) {
    List<String> meanings = new ArrayList<>();
    for (Status status : List.of(Status.INVALID, Status.IMPRECISE)) {
      if (shown.stream().anyMatch(column -> column.isMarked(status.mark()))) {
        meanings.add(status.mark() + ": " + status);
      }
    }
    return meanings.isEmpty()
        ? List.of()
        : List.of(String.join(", ", meanings) + ", for the reasons below.");
  }
}
