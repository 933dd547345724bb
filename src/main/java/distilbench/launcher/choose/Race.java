package distilbench.launcher.choose;

import distilbench.format.RowIdentity;
import distilbench.launcher.bench.Stages;
import distilbench.report.choice.Elimination;
import distilbench.report.choice.Limits;
import distilbench.report.data.ResultRow;
import distilbench.report.data.ResultsFile;
import distilbench.report.data.Sidecar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.DoubleSupplier;
import org.openjdk.jmh.runner.RunnerException;

/**
 * Rounds that part the rows that may be the best from those that are shown not to be. Rows leave it
 * as soon as intervals exclude them.
 */
final class Race {
  private final Stages stages;
  private final Limits limits;
  private final DoubleSupplier elapsed;
  private double secondsPerRow;

  /**
   * How many rounds a race has.
   *
   * @param least before a row may be excluded
   * @param most in all
   * @param alone as many as a row has that nobody races against
   */
  record Length(int least, int most, int alone) {
    boolean goesOn(int round, int racing) {
      return round < (racing > 1 ? most : alone);
    }
  }

  /**
   * @param elapsed seconds that have passed
   */
  Race(Stages stages, Limits limits, DoubleSupplier elapsed) {
    this.stages = stages;
    this.limits = limits;
    this.elapsed = elapsed;
  }

  /**
   * Measures rows until enough rounds have been measured, or the next would not end in time.
   *
   * @param title of the stage
   * @param length how many rounds
   * @param until seconds since the beginning of the search; the first round is measured in any case
   * @return the rows that were not excluded, the fastest first; at least one, unless all failed
   */
  List<RowIdentity> run(String title, List<RowIdentity> rows, Length length, double until)
      throws RunnerException {
    List<RowIdentity> racing = new ArrayList<>(rows);
    int round = 0;
    double longest = 0;
    while (!racing.isEmpty()
        && (round == 0
            || length.goesOn(round, racing.size()) && elapsed.getAsDouble() + longest <= until)) {
      double before = elapsed.getAsDouble();
      stages.measure(title + ", round " + ++round, racing);
      longest = elapsed.getAsDouble() - before;
      secondsPerRow = longest / racing.size();
      racing.removeIf(stages::failed);
      if (round >= length.least()) {
        racing = staying(racing);
      }
    }
    return ranked(racing);
  }

  /** How long a fork of the last round took, all around it included. */
  double secondsPerRow() {
    return secondsPerRow;
  }

  private List<RowIdentity> staying(List<RowIdentity> racing) {
    List<RowIdentity> dropped =
        elimination(racing).dropped().stream().map(ResultRow::measured).toList();
    List<RowIdentity> staying = racing.stream().filter(row -> !dropped.contains(row)).toList();
    // If none keeps to the limits, the fastest is still known.
    return new ArrayList<>(staying.isEmpty() ? racing : staying);
  }

  private List<RowIdentity> ranked(List<RowIdentity> racing) {
    return elimination(racing).ranked().stream().map(ResultRow::measured).toList();
  }

  private Elimination elimination(List<RowIdentity> racing) {
    return Elimination.of(
        ResultsFile.rows(stages.results()),
        row -> racing.contains(row.measured()),
        Optional.of(Sidecar.of(stages.facts())),
        limits);
  }
}
