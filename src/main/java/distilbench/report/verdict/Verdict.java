package distilbench.report.verdict;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.format.RowIdentity;
import distilbench.report.data.NameList;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowTitles;
import distilbench.report.data.RunFile;
import distilbench.report.data.Sidecar;
import distilbench.report.verdict.Judgement.Finding;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Whether a run's figures may be trusted, apart for time and memory. The run is as good as its
 * worst row and what concerns all of them.
 *
 * @param rows every measured row by itself
 */
public record Verdict(Judgement time, Judgement memory, List<OfRow> rows) {
  /**
   * What is thought of one row's figures, whatever happened to the rest of the run.
   *
   * @param row as it was measured
   * @param place of the row among the planned ones; -1 if it was not planned
   * @param name as it was planned: what is personal is left out
   */
  public record OfRow(
      ResultRow row, int place, RowIdentity name, Judgement time, Judgement memory) {

    /** Whether somebody tried to measure its memory. */
    boolean hasMemory() {
      return row.metric(ResultRow.PSS).isPresent();
    }

    /** Whether the row's figures decide anything: what the harness costs does not. */
    boolean counts() {
      return !row.isHarness();
    }
  }

  /** Judges the results of a run by what was written about them. */
  public static Verdict of(RunFile run) {
    return of(run.rows(), run.sidecar(), run.strangersSidecar());
  }

  /** Judges results that are not in a file yet. */
  public static Verdict of(List<ResultRow> results, Optional<Sidecar> sidecar) {
    return of(results, sidecar, false);
  }

  private static Verdict of(
      List<ResultRow> results, Optional<Sidecar> sidecar, boolean strangersSidecar) {
    List<Integer> places =
        sidecar
            .map(facts -> facts.placesOf(results))
            .orElseGet(() -> Collections.nCopies(results.size(), -1));
    RowJudge judge = new RowJudge(sidecar, strangersSidecar);
    List<OfRow> rows = new ArrayList<>();
    for (int i = 0; i < results.size(); i++) {
      rows.add(judge.judge(results.get(i), places.get(i)));
    }
    RunJudge run = new RunJudge(rows, sidecar, strangersSidecar);
    return new Verdict(
        ofRun(run.time(), rows, OfRow::time), ofRun(run.memory(), rows, OfRow::memory), rows);
  }

  /** Puts together what was found of the run, and, reason by reason, what was found of rows. */
  private static Judgement ofRun(
      List<Finding> run, List<OfRow> rows, Function<OfRow, Judgement> aspect) {
    List<Finding> findings = new ArrayList<>(run);
    boolean anyCounts = rows.stream().anyMatch(OfRow::counts);
    List<String> notCounted = new ArrayList<>();
    Set<String> harness = new LinkedHashSet<>();
    RowTitles titles = new RowTitles(rows.stream().map(OfRow::name).toList());
    for (Reason reason : Reason.values()) {
      List<OfRow> concerned = new ArrayList<>();
      List<String> details = new ArrayList<>();
      for (OfRow row : rows) {
        aspect.apply(row).findings().stream()
            .filter(finding -> finding.reason() == reason)
            .forEach(
                finding -> {
                  concerned.add(row);
                  details.add(finding.detail());
                });
      }
      if (concerned.stream().anyMatch(row -> row.counts() || !anyCounts)) {
        findings.add(new Finding(reason, inWords(concerned, details, titles, rows.size())));
      } else if (!concerned.isEmpty()) {
        notCounted.add(new Finding(reason, details.get(0)).text());
        concerned.forEach(row -> harness.add(row.name().told(RowIdentity.DEPLOYMENT)));
      }
    }
    if (!notCounted.isEmpty()) {
      findings.add(
          new Finding(
              Reason.CONTROL,
              String.join(", ", harness) + " (" + String.join("; ", notCounted) + ")"));
    }
    return new Judgement(findings);
  }

  /** The rows that something concerns, with what was found of each unless that is the same. */
  private static String inWords(
      List<OfRow> concerned, List<String> details, RowTitles titles, int all) {
    boolean same = details.stream().distinct().count() == 1;
    String detail = same ? details.get(0) : "";
    if (concerned.size() == all && same) {
      String rows =
          switch (all) {
            case 1 -> "";
            case 2 -> "both rows";
            default -> "all " + all + " rows";
          };
      return detail.isEmpty() || rows.isEmpty() ? rows + detail : rows + " (" + detail + ")";
    }
    List<String> names = new ArrayList<>();
    for (int i = 0; i < concerned.size(); i++) {
      String name = titles.label(concerned.get(i).name());
      names.add(details.get(i).isEmpty() ? name : name + " (" + details.get(i) + ")");
    }
    String count = all > 1 ? concerned.size() + " of " + all + " rows, " : "";
    return count + NameList.of(names);
  }

  /** What is thought of one of the rows that were judged. */
  public OfRow of(ResultRow row) {
    return rows.stream().filter(verdict -> verdict.row() == row).findFirst().orElseThrow();
  }

  /** What speaks against every time, and not against single rows alone. */
  public List<Reason> againstAllTimes() {
    Set<Reason> ofRows =
        rows.stream()
            .flatMap(row -> row.time().findings().stream())
            .map(Finding::reason)
            .collect(Collectors.toSet());
    return time.invalid().map(Finding::reason).filter(reason -> !ofRows.contains(reason)).toList();
  }

  /** The field {@code verdict} of the file about the environment. */
  public ObjectNode toJson() {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.set("time", time.toJson());
    json.set("memory", memory.toJson());
    ArrayNode all = json.putArray("rows");
    for (OfRow row : rows) {
      ObjectNode one = all.addObject();
      ObjectNode name =
          one.putObject("row")
              .put("benchmark", row.name().benchmark())
              .put("mode", row.name().mode());
      ObjectNode parameters = name.putObject("parameters");
      row.name().parameters().forEach(parameters::put);
      one.set("time", row.time().toJson());
      one.set("memory", row.memory().toJson());
    }
    return json;
  }
}
