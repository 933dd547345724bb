package distilbench.report.choice;

import distilbench.report.data.DeploymentRow;
import distilbench.report.data.Difference;
import distilbench.report.data.ForkRounds;
import distilbench.report.data.ResultRow;
import distilbench.report.data.Sidecar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Who needs no further rounds, while a run goes on: who may exceed the memory limit, and who is
 * shown to be slower than the fastest of the others. Rows of which nothing is shown stay.
 *
 * <p>A row that is the best by more than 3 % is dropped by chance in fewer than one run of twenty:
 * it would have to seem slower than another row by more than 3 %, with an interval that excludes 1.
 */
public final class Elimination {
  private final List<Contender> contenders;
  private final Limits limits;

  private Elimination(List<Contender> contenders, Limits limits) {
    this.contenders = contenders;
    this.limits = limits;
  }

  /**
   * Of the rows measured so far.
   *
   * @param rows that are still in the race
   * @param sidecar tells which round measured which fork
   */
  public static Elimination of(List<ResultRow> rows, Optional<Sidecar> sidecar, Limits limits) {
    List<ForkRounds> rounds = ForkRounds.of(rows, sidecar);
    List<Contender> contenders = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      DeploymentRow row = DeploymentRow.of(rows.get(i));
      if (row.isTimed() && row.runsModel()) {
        contenders.add(new Contender(row, rounds.get(i)));
      }
    }
    return new Elimination(contenders, limits);
  }

  /** The rows to drop, those that are over the memory limit first. */
  public List<ResultRow> dropped() {
    List<Contender> over = contenders.stream().filter(this::mayExceedMemory).toList();
    List<Contender> racing = contenders.stream().filter(one -> !over.contains(one)).toList();
    List<Contender> dropped = new ArrayList<>(over);
    if (!racing.isEmpty()) {
      Contender fastest = Contender.fastest(racing);
      racing.stream()
          .filter(one -> one.timeBeside(fastest) == Difference.SLOWER)
          .forEach(dropped::add);
    }
    return dropped.stream().map(one -> one.row().row()).toList();
  }

  /** Those that keep to the memory limit, the fastest first; all of them if none does. */
  public List<ResultRow> ranked() {
    List<Contender> within = contenders.stream().filter(one -> !mayExceedMemory(one)).toList();
    List<Contender> left = new ArrayList<>(within.isEmpty() ? contenders : within);
    List<ResultRow> ranked = new ArrayList<>();
    while (!left.isEmpty()) {
      Contender fastest = Contender.fastest(left);
      left.remove(fastest);
      ranked.add(fastest.row().row());
    }
    return ranked;
  }

  /** As the choice has it, but a first round or two decide nothing. */
  private boolean mayExceedMemory(Contender one) {
    return one.row().memory().hasInterval()
        && limits.memory().filter(limit -> limit.mayBeExceededBy(one.row().memory())).isPresent();
  }
}
