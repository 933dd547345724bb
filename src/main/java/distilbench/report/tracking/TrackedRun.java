package distilbench.report.tracking;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.format.ParameterDefaults;
import distilbench.format.RowIdentity;
import distilbench.report.data.DeploymentRow;
import distilbench.report.data.Estimate;
import distilbench.report.data.GemmPrecision;
import distilbench.report.data.RunFile;
import distilbench.report.data.RunMachine;
import distilbench.report.verdict.Judgement;
import distilbench.report.verdict.Reason;
import distilbench.report.verdict.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a run adds to series of figures: of its rows about deployments that run a model, those
 * figures that its verdict does not call invalid.
 *
 * @param name of the result file
 * @param start when the run began
 * @param commit of the suite; empty if it is not known
 * @param figures by series; none of a run that is not about deployments
 * @param leftOut a line for each figure, or for all, that is left out
 */
public record TrackedRun(
    String name, Instant start, String commit, List<TrackedFigure> figures, List<String> leftOut) {
  public TrackedRun {
    figures = List.copyOf(figures);
    leftOut = List.copyOf(leftOut);
  }

  /** Of a result file; nothing of it counts without the file about its environment. */
  public static TrackedRun of(RunFile run) {
    String name = run.path().getFileName().toString();
    Optional<Instant> start = run.fact("run.start").map(JsonNode::asText).map(Instant::parse);
    if (start.isEmpty() || !RunMachine.isKnown(run)) {
      return new TrackedRun(
          name,
          Instant.EPOCH,
          "",
          List.of(),
          List.of(name + ": no .env.json of its own says when and on which machine"));
    }
    List<TrackedFigure> figures = new ArrayList<>();
    List<String> leftOut = new ArrayList<>();
    Verdict verdict = Verdict.of(run);
    List<Reason> ofAll = verdict.againstAllTimes();
    for (DeploymentRow row : DeploymentRow.of(run.rows(), run.sidecar())) {
      if (row.isTimed() && row.row().runsModel()) {
        String series = series(row.row().measured(), machine(run));
        Verdict.OfRow judged = verdict.of(row.row());
        why(judged.time())
            .or(() -> ofAll.stream().findFirst().map(Reason::toString))
            .ifPresentOrElse(
                why -> leftOut.add(line(name, series, "time", why)),
                () -> {
                  add(figures, series, Measure.TIME, row.time());
                  double rate = run.gemmRate(GemmPrecision.of(row.row()));
                  add(figures, series, Measure.WORK, row.work(rate));
                });
        why(judged.memory())
            .ifPresentOrElse(
                why -> leftOut.add(line(name, series, "memory", why)),
                () -> add(figures, series, Measure.MEMORY, row.memory()));
      }
    }
    return new TrackedRun(
        name,
        start.get(),
        run.fact("software.commit").map(JsonNode::asText).orElse(""),
        figures,
        leftOut);
  }

  private static String line(String file, String series, String what, String why) {
    return file + ": " + what + " of " + series + " (" + why + ")";
  }

  /** Why figures are invalid; nothing if they are not. */
  private static Optional<String> why(Judgement judgement) {
    return judgement.invalid().findFirst().map(finding -> finding.reason().toString());
  }

  private static void add(
      List<TrackedFigure> figures, String series, Measure measure, Estimate figure) {
    if (Double.isFinite(figure.value())) {
      figures.add(new TrackedFigure(series, measure, figure));
    }
  }

  /** Benchmark, deployment, whatever is not as by default, and the machine. */
  private static String series(RowIdentity row, String machine) {
    Map<String, String> told = new TreeMap<>(row.parameters());
    told.entrySet().removeAll(ParameterDefaults.of(row.benchmark()).entrySet());
    String deployment = told.remove(RowIdentity.DEPLOYMENT);
    String rest = told.keySet().stream().map(row::told).collect(Collectors.joining(" "));
    return Stream.of(row.shortName(), deployment, rest, "on " + machine)
        .filter(part -> !part.isEmpty())
        .collect(Collectors.joining(" "));
  }

  /** What it is, and its generation, which many names keep to themselves. */
  private static String machine(RunFile run) {
    String generation =
        Stream.of("cpu.family", "cpu.modelNumber")
            .map(fact -> run.fact("machine." + fact).map(JsonNode::asText).orElse("?"))
            .collect(Collectors.joining("/"));
    return RunMachine.name(run) + " (" + generation + ")";
  }
}
