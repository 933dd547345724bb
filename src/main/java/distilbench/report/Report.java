package distilbench.report;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.report.data.ResultRow;
import distilbench.report.data.ResultsFile;
import distilbench.report.data.RunFile;
import distilbench.report.data.Sidecar;
import distilbench.report.text.MarkdownText;
import distilbench.report.text.Resolution;
import distilbench.report.text.TableMarkdown;
import distilbench.report.text.Tables;
import distilbench.report.text.TextTable;
import distilbench.report.text.VerdictMarks;
import distilbench.report.text.Words;
import distilbench.report.verdict.Verdict;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a result file says, for people: a table for each benchmark and mode that tells how long
 * texts take in a deployment, one plain table for everything else, and whether to trust them.
 */
public final class Report {
  private final List<ResultRow> results;
  private final Optional<Sidecar> sidecar;
  private final Verdict verdict;

  private Report(List<ResultRow> results, Optional<Sidecar> sidecar, Verdict verdict) {
    this.results = results;
    this.sidecar = sidecar;
    this.verdict = verdict;
  }

  /**
   * The report on a result file, and on the file about its environment if that lies beside it.
   *
   * @throws distilbench.console.InvalidInputException if one of them is none
   */
  static Report of(Path results) {
    return of(RunFile.read(results));
  }

  /** The report on a run. */
  static Report of(RunFile run) {
    return new Report(run.rows(), run.sidecar(), Verdict.of(run));
  }

  /**
   * The report on what such files would hold.
   *
   * @param results in JMH's JSON format, at least one
   * @param environment as in {@code x.env.json}; whether it has a verdict makes no difference
   */
  public static Report of(JsonNode results, JsonNode environment) {
    List<ResultRow> rows = ResultsFile.rows(results);
    Optional<Sidecar> sidecar = Optional.of(Sidecar.of(environment));
    return new Report(rows, sidecar, Verdict.of(rows, sidecar));
  }

  /**
   * The field {@code verdict} of {@code x.env.json}, see {@code src/site/markdown/result-files.md}.
   */
  public JsonNode verdict() {
    return verdict.toJson();
  }

  /** Plain text, at most 120 columns wide, lines ended by a newline. */
  public String text() {
    List<List<String>> parts = new ArrayList<>();
    tables().all().forEach(table -> parts.add(new TextTable(table).lines()));
    parts.add(resolution().stream().flatMap(line -> Words.wrapped(line).stream()).toList());
    parts.add(new VerdictMarks(verdict).verdictLines());
    return Words.parts(parts);
  }

  /** The same in markdown, for a comment on a change. */
  String markdown() {
    List<List<String>> parts = new ArrayList<>();
    tables().all().forEach(table -> parts.add(TableMarkdown.of(table)));
    parts.add(resolution().stream().map(MarkdownText::escaped).toList());
    parts.add(new VerdictMarks(verdict).verdictInMarkdown());
    return Words.parts(parts);
  }

  private List<String> resolution() {
    return Resolution.of(results, sidecar.filter(Sidecar::inRounds).isPresent()).sentences();
  }

  private Tables tables() {
    return Tables.of(results, sidecar, verdict);
  }
}
