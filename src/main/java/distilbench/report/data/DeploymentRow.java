package distilbench.report.data;

import distilbench.format.MetricLabel;
import distilbench.format.ParameterDefaults;
import distilbench.format.RowIdentity;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * A row about a deployment that was open and warm when the measurement began, seen as the time that
 * texts take.
 *
 * @param row as it was measured
 * @param times for each fork the seconds that 1000 texts take; empty if the row lacks the labels
 *     from which they follow
 * @param rounds which measured the forks
 */
public record DeploymentRow(ResultRow row, double[] times, ForkRounds rounds) {
  private static final double TEXTS = 1000;

  /** A row by itself, to be compared with no other. */
  public static DeploymentRow of(ResultRow row) {
    return of(row, ForkRounds.UNKNOWN);
  }

  /**
   * All rows of a file.
   *
   * @param sidecar tells which rounds measured which row
   * @return one for each, in the same order
   */
  public static List<DeploymentRow> of(List<ResultRow> rows, Optional<Sidecar> sidecar) {
    List<ForkRounds> rounds = ForkRounds.of(rows, sidecar);
    return IntStream.range(0, rows.size()).mapToObj(i -> of(rows.get(i), rounds.get(i))).toList();
  }

  private static DeploymentRow of(ResultRow row, ForkRounds rounds) {
    return new DeploymentRow(row, isOne(row) ? times(row) : new double[0], rounds);
  }

  /**
   * Whether the score tells how long texts take: it is that of passes one after the other or of
   * calls per time, of a deployment that was opened before. Calls that arrive by themselves take as
   * long as their schedule, whatever the deployment.
   */
  public static boolean isOne(ResultRow row) {
    return row.parameters().containsKey(RowIdentity.DEPLOYMENT)
        && (row.mode().equals("ss") || row.mode().equals("thrpt"))
        && known(row, MetricLabel.WORK_TEXTS)
        && known(row, MetricLabel.OPEN_SECONDS)
        && !LoadRow.isOne(row);
  }

  private static boolean known(ResultRow row, MetricLabel label) {
    return row.metric(label).filter(metric -> Double.isFinite(metric.score())).isPresent();
  }

  private static double[] times(ResultRow row) {
    double[] scores = row.primary().forkFigures();
    Metric texts = row.metric(MetricLabel.WORK_TEXTS).orElseThrow();
    double[] perOperation = texts.forkFigures();
    double operations = row.operationsPerScore();
    ScoreUnit unit = new ScoreUnit(row.primary().unit());
    return IntStream.range(0, scores.length)
        .mapToDouble(
            i -> {
              double each = i < perOperation.length ? perOperation[i] : texts.score();
              return TEXTS / (each * operations) * unit.secondsPerOperation(scores[i]);
            })
        .toArray();
  }

  public String deployment() {
    return row.parameters().getOrDefault(RowIdentity.DEPLOYMENT, "");
  }

  /** Seconds per 1000 texts. */
  public Estimate time() {
    return Estimate.overForks(times);
  }

  /** Whether the row has the labels that a time needs. */
  public boolean isTimed() {
    return times.length > 0;
  }

  /** Texts per second. */
  public Estimate rate() {
    return time().dividing(TEXTS);
  }

  /** For each fork the texts per second. */
  public double[] rates() {
    return Arrays.stream(times).map(time -> TEXTS / time).toArray();
  }

  /**
   * What a machine multiplies in the time of one text, in GFLOP.
   *
   * @param gemmRate of its matrix multiply in the row's own precision, in GFLOP/s
   */
  public Estimate work(double gemmRate) {
    return time().times(gemmRate / TEXTS);
  }

  /**
   * How many times as long texts take as in another row, over the rounds that measured both;
   * unknown if a fork of either has no time.
   */
  public Estimate timeRatio(DeploymentRow base) {
    return wholeRatio(times, base, base.times);
  }

  /** How many times the memory (PSS) of another row it holds, likewise. */
  public Estimate memoryRatio(DeploymentRow base) {
    return wholeRatio(forks(ResultRow.PSS), base, base.forks(ResultRow.PSS));
  }

  private Estimate wholeRatio(double[] figures, DeploymentRow base, double[] others) {
    boolean whole =
        DoubleStream.concat(Arrays.stream(figures), Arrays.stream(others))
            .allMatch(Double::isFinite);
    return whole ? rounds.ratio(figures, base.rounds, others) : Estimate.UNKNOWN;
  }

  /** PSS of the process tree in MiB, the mean over forks of the peaks. */
  public Estimate memory() {
    return row.memory(ResultRow.PSS);
  }

  /**
   * By which share the kernel's PSS is lower, since processes outside of the tree map the same
   * files; NaN if the row lacks it.
   */
  public double heldByOthers() {
    return 1 - row.memory(ResultRow.RAW_PSS).value() / memory().value();
  }

  /** Billions of operations per second that the real tokens take; NaN if the model is not known. */
  public double gflops() {
    return row.modelGflop() / row.figure(MetricLabel.WORK_TEXTS) * rate().value();
  }

  /** Which part of the tokens that the model computes is padding; NaN if that is not known. */
  public double padding() {
    return 1 - row.figure(MetricLabel.WORK_TOKENS) / row.figure(MetricLabel.WORK_PADDED_TOKENS);
  }

  /** Whether the deployment runs the model at all. */
  public boolean runsModel() {
    return row.runsModel();
  }

  /** Whether a program other than this suite's own worker runs the model. */
  public boolean isOfOtherEngine() {
    String engine = row.parameters().get(RowIdentity.ENGINE);
    return runsModel()
        && engine != null
        && !engine.equals(ParameterDefaults.of(row.name().benchmark()).get(RowIdentity.ENGINE));
  }

  /** Whether its products have the precision that the model was prepared with. */
  public boolean isExact() {
    return GemmPrecision.of(row) == GemmPrecision.FP32;
  }

  /** Whether its time is that of handing out and checking alone. */
  public boolean isHarness() {
    return isTimed() && !runsModel();
  }

  /** A secondary metric; NaN if it is missing. */
  public double figure(String label) {
    return row.metric(label).map(Metric::wholeScore).orElse(Double.NaN);
  }

  /** A secondary metric of each fork; none if it is missing. */
  public double[] forks(String label) {
    return row.metric(label).map(Metric::forkFigures).orElseGet(() -> new double[0]);
  }

  /** Whether two rows would be one if their deployments were. */
  public boolean differsOnlyInDeployment(DeploymentRow other) {
    return row.parameters().keySet().equals(other.row.parameters().keySet())
        && row.parameters().keySet().stream()
            .filter(name -> !name.equals(RowIdentity.DEPLOYMENT))
            .allMatch(name -> row.parameters().get(name).equals(other.row.parameters().get(name)));
  }

  /** In how many parameters another row has the same value. */
  public long agreement(DeploymentRow other) {
    return row.parameters().entrySet().stream()
        .filter(entry -> entry.getValue().equals(other.row.parameters().get(entry.getKey())))
        .count();
  }
}
