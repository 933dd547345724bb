package distilbench.report.choice;

import distilbench.report.data.DeploymentRow;
import distilbench.report.data.Difference;
import distilbench.report.data.ResultRow;
import distilbench.report.data.Sidecar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Who needs no further rounds, while a run goes on: who may exceed the memory limit, and who is
 * shown to be slower than the fastest of the others. Rows of which nothing is shown stay.
 *
 * <p>A row that is the best by more than 3 % is dropped by chance in fewer than one run of twenty:
 * it would have to seem slower than another row by more than 3 %, with an interval that excludes 1.
 */
public final class Elimination {
  private final List<DeploymentRow> racers;
  private final Limits limits;

  private Elimination(List<DeploymentRow> racers, Limits limits) {
    this.racers = racers;
    this.limits = limits;
  }

  /**
   * Of the rows measured so far.
   *
   * @param rows all that the sidecar knows to be measured
   * @param racing whether a row is still in the race
   * @param sidecar tells which round measured which fork
   */
  public static Elimination of(
      List<ResultRow> rows, Predicate<ResultRow> racing, Optional<Sidecar> sidecar, Limits limits) {
    return new Elimination(
        DeploymentRow.of(rows, sidecar).stream()
            .filter(row -> row.isTimed() && row.runsModel() && racing.test(row.row()))
            .toList(),
        limits);
  }

  /** The rows to drop, those that may exceed the memory limit first. */
  public List<ResultRow> dropped() {
    List<DeploymentRow> dropped = new ArrayList<>();
    List<DeploymentRow> left = new ArrayList<>();
    racers.forEach(row -> (mayExceedMemory(row) ? dropped : left).add(row));
    if (!left.isEmpty()) {
      DeploymentRow fastest = Selection.fastest(left);
      left.stream()
          .filter(row -> Selection.timeBeside(row, fastest) == Difference.SLOWER)
          .forEach(dropped::add);
    }
    return dropped.stream().map(DeploymentRow::row).toList();
  }

  /** Those that keep to the memory limit, the fastest first; all of them if none does. */
  public List<ResultRow> ranked() {
    List<DeploymentRow> within = racers.stream().filter(row -> !mayExceedMemory(row)).toList();
    List<DeploymentRow> left = new ArrayList<>(within.isEmpty() ? racers : within);
    List<ResultRow> ranked = new ArrayList<>();
    while (!left.isEmpty()) {
      DeploymentRow fastest = Selection.fastest(left);
      left.remove(fastest);
      ranked.add(fastest.row());
    }
    return ranked;
  }

  /** As the choice has it, but a first round or two decide nothing. */
  private boolean mayExceedMemory(DeploymentRow row) {
    return row.memory().hasInterval()
        && limits.memory().filter(limit -> limit.mayBeExceededBy(row.memory())).isPresent();
  }
}
