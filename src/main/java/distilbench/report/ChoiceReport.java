package distilbench.report;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.console.TerminalText;
import distilbench.report.choice.CapacityChoice;
import distilbench.report.choice.Choice;
import distilbench.report.choice.ChoiceText;
import distilbench.report.choice.Limits;
import distilbench.report.choice.Repetition;
import distilbench.report.data.ResultRow;
import distilbench.report.data.ResultsFile;
import distilbench.report.data.RunFile;
import distilbench.report.data.Sidecar;
import distilbench.report.text.CapacitySentences;
import distilbench.report.text.ChoiceTable;
import distilbench.report.text.MarkdownText;
import distilbench.report.text.Table;
import distilbench.report.text.TableMarkdown;
import distilbench.report.text.TextTable;
import distilbench.report.text.Words;
import distilbench.report.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Which deployment of a run to use, for people: a table of where each row stands, the answer in
 * sentences, and how to measure again what decided. Where calls arrived at several rates, and a
 * limit of latency is asked for, it follows from what each deployment sustains.
 */
public final class ChoiceReport {
  private static final String REPEAT = "To measure again what decided:";

  private final Choice choice;
  private final Optional<CapacityChoice> capacities;

  private ChoiceReport(
      List<ResultRow> rows, Optional<Sidecar> sidecar, Verdict verdict, Limits limits) {
    this.choice = Choice.of(rows, sidecar, verdict, limits);
    this.capacities = CapacityChoice.ofSeveralRates(rows, sidecar, limits);
  }

  /** Of a run. */
  static ChoiceReport of(RunFile run, Limits limits) {
    return new ChoiceReport(run.rows(), run.sidecar(), Verdict.of(run), limits);
  }

  /**
   * Of what a run's files would hold.
   *
   * @param results in JMH's JSON format, at least one
   * @param environment as in {@code x.env.json}; whether it has a verdict makes no difference
   */
  public static ChoiceReport of(JsonNode results, JsonNode environment, Limits limits) {
    List<ResultRow> rows = ResultsFile.rows(results);
    Optional<Sidecar> sidecar = Optional.of(Sidecar.of(environment));
    return new ChoiceReport(rows, sidecar, Verdict.of(rows, sidecar), limits);
  }

  /** Whether there is a row to use, by valid figures. */
  public boolean isAnswered() {
    return capacities
        .map(found -> found.chosen().isPresent())
        .orElseGet(() -> choice.chosen().isPresent() && !choice.provisional());
  }

  /** Plain text; all but the commands at most 120 columns wide, lines ended by a newline. */
  public String text() {
    List<List<String>> parts = new ArrayList<>();
    table().ifPresent(table -> parts.add(new TextTable(table).lines()));
    sentences().forEach(some -> parts.add(wrapped(some)));
    List<String> commands = repetition().commands();
    if (!commands.isEmpty()) {
      List<String> lines = new ArrayList<>(List.of(REPEAT));
      commands.forEach(command -> lines.add("  " + TerminalText.ofOutput().line(command)));
      parts.add(lines);
    }
    return Words.parts(parts);
  }

  /** The same in markdown. */
  String markdown() {
    List<List<String>> parts = new ArrayList<>();
    table().ifPresent(table -> parts.add(TableMarkdown.of(table)));
    sentences().forEach(some -> parts.add(MarkdownText.list(some)));
    List<String> commands = repetition().commands();
    if (!commands.isEmpty()) {
      parts.add(List.of(REPEAT));
      parts.add(commands.stream().map(command -> "    " + command).toList());
    }
    return Words.parts(parts);
  }

  private Optional<Table> table() {
    return capacities.isPresent() ? Optional.empty() : ChoiceTable.of(choice);
  }

  private List<List<String>> sentences() {
    return capacities
        .map(CapacitySentences::new)
        .map(said -> List.of(said.each(), said.answer()))
        .orElseGet(() -> List.of(new ChoiceText(choice).sentences()));
  }

  private Repetition repetition() {
    return capacities
        .map(CapacityChoice::repetition)
        .orElseGet(() -> new ChoiceText(choice).repetition());
  }

  private static List<String> wrapped(List<String> sentences) {
    return sentences.stream().flatMap(one -> Words.wrapped(one).stream()).toList();
  }
}
