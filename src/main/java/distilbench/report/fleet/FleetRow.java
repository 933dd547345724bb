package distilbench.report.fleet;

import distilbench.format.MetricLabel;
import distilbench.format.RowIdentity;
import distilbench.report.data.DeploymentRow;
import distilbench.report.data.Difference;
import distilbench.report.data.Estimate;
import distilbench.report.data.GemmPrecision;
import distilbench.report.verdict.Status;
import distilbench.report.verdict.Verdict;

/**
 * A row on one machine.
 *
 * @param judged what its run thinks of it
 * @param timesHold whether nothing speaks against all times of the run
 */
public record FleetRow(
    FleetMachine machine, DeploymentRow row, Verdict.OfRow judged, boolean timesHold) {
  private static final double SECONDS_PER_HOUR = 3600;

  /** A million texts are so many thousands. */
  private static final double THOUSANDS = 1000;

  /** What makes it the same row as one on another machine, as a line of output can show it. */
  public RowIdentity title() {
    return row.row().identity().printable();
  }

  /** Seconds that all cores of the machine take together, per 1000 texts. */
  public Estimate coreSeconds() {
    return row.time().times(machine.cores());
  }

  /** GFLOP that the machine multiplies in the time of one text, in the row's own precision. */
  public Estimate work() {
    return row.work(machine.run().gemmRate(GemmPrecision.of(row.row())));
  }

  /** What a million texts cost, in the currency of the prices. */
  public Estimate cost() {
    return row.time().times(THOUSANDS * machine.perHour() / SECONDS_PER_HOUR);
  }

  /** One character that says what to think of its time. */
  public String timeMark() {
    return timesHold ? judged.time().status().mark() : Status.INVALID.mark();
  }

  /** One character that says what to think of its memory. */
  public String memoryMark() {
    return judged.memory().status().mark();
  }

  /**
   * Whether it may be said to be faster or slower than others of its run: what speaks against all
   * times alike, as a machine that got slower, is in both rows of a ratio.
   */
  boolean takesPart() {
    return judged.time().status() != Status.INVALID && row.time().hasInterval();
  }

  /** How its time differs from that of another row of the same run. */
  Difference beside(FleetRow other) {
    return Difference.ofTimes(row.timeRatio(other.row));
  }

  /** Whether both processed the same tokens with a model of the same size. */
  boolean didTheSameWorkAs(FleetRow other) {
    return row.row().figure(MetricLabel.WORK_TOKENS)
            == other.row.row().figure(MetricLabel.WORK_TOKENS)
        && Double.compare(row.row().modelGflop(), other.row.row().modelGflop()) == 0;
  }
}
