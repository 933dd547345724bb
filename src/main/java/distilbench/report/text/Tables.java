package distilbench.report.text;

import distilbench.format.MetricLabel;
import distilbench.report.data.DeploymentGroup;
import distilbench.report.data.DeploymentRow;
import distilbench.report.data.LoadRow;
import distilbench.report.data.ResultRow;
import distilbench.report.data.Sidecar;
import distilbench.report.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The tables of a run: one for each benchmark and mode that tells how long texts take in a
 * deployment, one plain table for everything else, one for calls that arrive by themselves, one for
 * how memory grows, one for metrics that no other table has.
 *
 * @param all in the order in which they are shown
 * @param deployments the rows of the first tables, one group for each
 * @param others the rows of the plain table, which comes behind these
 * @param loads the rows of the table after that: those at which calls arrived by themselves
 */
public record Tables(
    List<Table> all,
    List<DeploymentGroup> deployments,
    List<ResultRow> others,
    List<ResultRow> loads) {
  /** How the metrics begin that every row of this suite has; tables show what matters of them. */
  private static final List<String> OWN = MetricLabel.families();

  /** Of rows of one file, judged by what stands beside it. */
  public static Tables of(List<ResultRow> rows, Optional<Sidecar> sidecar, Verdict verdict) {
    Map<List<String>, List<DeploymentRow>> groups = new LinkedHashMap<>();
    for (DeploymentRow row : DeploymentRow.of(rows, sidecar)) {
      groups
          .computeIfAbsent(
              List.of(row.row().benchmark(), row.row().mode()), any -> new ArrayList<>())
          .add(row);
    }
    VerdictMarks marks = new VerdictMarks(verdict);
    List<Table> tables = new ArrayList<>();
    List<DeploymentGroup> deployments = new ArrayList<>();
    List<ResultRow> others = new ArrayList<>();
    List<ResultRow> loads = new ArrayList<>();
    for (List<DeploymentRow> group : groups.values()) {
      List<ResultRow> plain = group.stream().map(DeploymentRow::row).toList();
      if (plain.stream().anyMatch(DeploymentRow::isOne)) {
        deployments.add(DeploymentGroup.of(group, sidecar));
        tables.add(new DeploymentTable(deployments.get(deployments.size() - 1), marks).table());
      } else if (plain.stream().anyMatch(LoadRow::isOne)) {
        loads.addAll(plain);
      } else {
        others.addAll(plain);
      }
    }
    if (!others.isEmpty()) {
      tables.add(new PlainTable(others, marks).table());
    }
    if (!loads.isEmpty()) {
      tables.add(new LatencyTable(loads, marks).table());
    }
    new GrowthTable(rows).table().ifPresent(tables::add);
    new FurtherMetrics(rows, OWN).table().ifPresent(tables::add);
    return new Tables(tables, deployments, others, loads);
  }
}
