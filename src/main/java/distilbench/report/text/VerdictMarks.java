package distilbench.report.text;

import distilbench.report.data.ResultRow;
import distilbench.report.verdict.Judgement;
import distilbench.report.verdict.Status;
import distilbench.report.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Shows in a table what the verdict thinks of its rows: one character behind a time or a memory.
 */
public record VerdictMarks(Verdict verdict) {

  /** A mark for each row's time. */
  List<String> times(List<ResultRow> rows) {
    return rows.stream().map(row -> verdict.of(row).time().status().mark()).toList();
  }

  /** A mark for each row's memory. */
  List<String> memories(List<ResultRow> rows) {
    return rows.stream().map(row -> verdict.of(row).memory().status().mark()).toList();
  }

  /** What the marks in a table's cells mean. */
  static Optional<String> legend(List<Column> shown) {
    return meanings(shown).map(meanings -> meanings + ", for the reasons below.");
  }

  /** The same without saying where the reasons stand. */
  static Optional<String> meanings(List<Column> shown) {
    List<String> meanings = new ArrayList<>();
    for (Status status : List.of(Status.INVALID, Status.IMPRECISE)) {
      if (shown.stream().anyMatch(column -> column.isMarked(status.mark()))) {
        meanings.add(status.mark() + ": " + status);
      }
    }
    return meanings.isEmpty() ? Optional.empty() : Optional.of(String.join(", ", meanings));
  }

  /** The same in markdown. */
  public List<String> verdictInMarkdown() {
    List<String> lines = new ArrayList<>();
    markdown(lines, "time", verdict.time());
    lines.add("");
    markdown(lines, "memory", verdict.memory());
    return lines;
  }

  private static void markdown(List<String> lines, String aspect, Judgement judgement) {
    lines.add("Verdict on " + aspect + ": " + judgement.status());
    List<String> reasons = judgement.findings().stream().map(one -> one.text() + ".").toList();
    lines.addAll(reasons.isEmpty() ? List.of() : List.of(""));
    lines.addAll(MarkdownText.list(reasons));
  }

  /** For people: each aspect of the run, and below it the reasons. */
  public List<String> verdictLines() {
    List<String> lines = new ArrayList<>();
    lines.addAll(lines("time", verdict.time()));
    lines.addAll(lines("memory", verdict.memory()));
    return lines;
  }

  private static List<String> lines(String aspect, Judgement judgement) {
    List<String> lines =
        new ArrayList<>(List.of("Verdict on " + aspect + ": " + judgement.status()));
    judgement.findings().forEach(finding -> lines.addAll(Words.listed(finding.text() + ".")));
    return lines;
  }
}
