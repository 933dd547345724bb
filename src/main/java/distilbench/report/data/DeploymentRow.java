package distilbench.report.data;

import distilbench.model.ForwardPass;
import distilbench.model.Geometry;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * A row about a deployment that was open and warm when the measurement began, seen as the time that
 * reviews take.
 *
 * @param row as it was measured
 * @param times for each fork the seconds that 1000 reviews take; empty if the row lacks the labels
 *     from which they follow
 */
public record DeploymentRow(ResultRow row, double[] times) {
  private static final double REVIEWS = 1000;

  /** The value of the parameter {@code model} that means exact DistilBERT-base geometry. */
  private static final String BUILT_IN = "builtin";

  public static DeploymentRow of(ResultRow row) {
    return new DeploymentRow(row, isOne(row) ? times(row) : new double[0]);
  }

  /**
   * Whether the score tells how long reviews take: it is that of passes one after the other or of
   * calls per time, of a deployment that was opened before.
   */
  public static boolean isOne(ResultRow row) {
    return row.parameters().containsKey("deployment")
        && (row.mode().equals("ss") || row.mode().equals("thrpt"))
        && known(row, "work.reviews")
        && known(row, "open.seconds");
  }

  private static boolean known(ResultRow row, String label) {
    return row.metric(label).filter(metric -> Double.isFinite(metric.score())).isPresent();
  }

  private static double[] times(ResultRow row) {
    double[] scores = row.primary().forkFigures();
    Metric reviews = row.metric("work.reviews").orElseThrow();
    double[] perOperation = reviews.forkFigures();
    ScoreUnit unit = new ScoreUnit(row.primary().unit());
    return IntStream.range(0, scores.length)
        .mapToDouble(
            i -> {
              double each = i < perOperation.length ? perOperation[i] : reviews.score();
              return REVIEWS / each * unit.secondsPerOperation(scores[i]);
            })
        .toArray();
  }

  public String deployment() {
    return row.parameters().getOrDefault("deployment", "");
  }

  /** Seconds per 1000 reviews. */
  public Estimate time() {
    return Estimate.overForks(times);
  }

  /** Whether the row has the labels that a time needs. */
  public boolean isTimed() {
    return times.length > 0;
  }

  /** Reviews per second. */
  public Estimate rate() {
    return time().dividing(REVIEWS);
  }

  /** For each fork the reviews per second. */
  public double[] rates() {
    return Arrays.stream(times).map(time -> REVIEWS / time).toArray();
  }

  /** PSS of the process tree in MiB, the mean over forks of the peaks. */
  public Estimate memory() {
    return row.memory(ResultRow.PSS);
  }

  /** Billions of operations per second that the real tokens take; NaN if the model is not known. */
  public double gflops() {
    if (!BUILT_IN.equals(row.parameters().get("model"))) {
      return Double.NaN;
    }
    double reviews = figure("work.reviews");
    double flop =
        new ForwardPass(Geometry.DISTILBERT_BASE).flop(reviews, figure("work.tokens")) / reviews;
    return flop * rate().value() / 1e9;
  }

  /** Whether the deployment runs the model at all. */
  public boolean runsModel() {
    return Double.isFinite(figure("work.tokens"));
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
            .filter(name -> !name.equals("deployment"))
            .allMatch(name -> row.parameters().get(name).equals(other.row.parameters().get(name)));
  }

  /** In how many parameters another row has the same value. */
  public long agreement(DeploymentRow other) {
    return row.parameters().entrySet().stream()
        .filter(entry -> entry.getValue().equals(other.row.parameters().get(entry.getKey())))
        .count();
  }
}
