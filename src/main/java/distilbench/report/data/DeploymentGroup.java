package distilbench.report.data;

import distilbench.format.MetricLabel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/**
 * Rows of one benchmark in one mode that tell how long texts take in a deployment, and what follows
 * from seeing them beside each other.
 */
public final class DeploymentGroup {
  /** The deployment that others are compared with. */
  public static final String BASE = "SINGLE";

  private static final NumberFormat HUNDREDTHS = new NumberFormat(2);
  private static final NumberFormat WHOLE = new NumberFormat(0);

  private static final Set<String> IN_HUNDREDTHS =
      Set.of(MetricLabel.OPEN_SECONDS.label(), MetricLabel.CPU_TREE_CORES.label());
  private static final String MEMORY = "mem.";
  private static final String PROCESSES = MetricLabel.MEM_TREE_PROCS.label();

  private final List<DeploymentRow> rows;
  private final Optional<Sidecar> sidecar;
  private final boolean byRound;

  /** Intervals take a while to compute: what all rows ask for is computed once. */
  private final Map<String, NumberFormat> formats = new HashMap<>();

  private final List<DeploymentRow> compared;
  private final List<DeploymentRow> front;

  private DeploymentGroup(
      List<DeploymentRow> rows,
      Optional<Sidecar> sidecar,
      boolean byRound,
      List<DeploymentRow> compared,
      List<DeploymentRow> front) {
    this.rows = rows;
    this.sidecar = sidecar;
    this.byRound = byRound;
    this.compared = compared;
    this.front = front;
  }

  /**
   * Rows of one run.
   *
   * @param sidecar tells the machine's rate and whether rows were measured in rounds
   */
  public static DeploymentGroup of(List<DeploymentRow> rows, Optional<Sidecar> sidecar) {
    List<Cost> costs =
        rows.stream()
            .filter(DeploymentRow::runsModel)
            .map(row -> new Cost(row, row.time().value(), row.memory().value()))
            .filter(cost -> Double.isFinite(cost.time()) && Double.isFinite(cost.memory()))
            .toList();
    return new DeploymentGroup(
        rows,
        sidecar,
        sidecar.map(Sidecar::inRounds).orElse(false),
        costs.stream().map(Cost::row).toList(),
        costs.stream()
            .filter(cost -> costs.size() > 1)
            .filter(cost -> costs.stream().noneMatch(other -> other.beats(cost)))
            .map(Cost::row)
            .toList());
  }

  private record Cost(DeploymentRow row, double time, double memory) {
    /** Whether it is no more time and no more memory than another, and less of one. */
    boolean beats(Cost other) {
      return time <= other.time
          && memory <= other.memory
          && (time < other.time || memory < other.memory);
    }
  }

  /** The rows in the file's order. */
  public List<DeploymentRow> rows() {
    return rows;
  }

  /** What the machine's matrix multiply reached on all cores, in GFLOP/s; NaN if not known. */
  public double gemmRate(GemmPrecision precision) {
    return sidecar.map(facts -> facts.gemmRate(precision)).orElse(Double.NaN);
  }

  /** Whether ratios are paired by round. */
  public boolean byRound() {
    return byRound;
  }

  /** Ratio of the times to those of SINGLE with the same parameters; none without such a row. */
  public Optional<Estimate> ratio(DeploymentRow row) {
    return row.isTimed() ? base(row).map(base -> ratio(row, base)) : Optional.empty();
  }

  private Estimate ratio(DeploymentRow row, DeploymentRow base) {
    if (row == base) {
      return new Estimate(1, Double.NaN, Double.NaN);
    }
    return row.timeRatio(base);
  }

  /**
   * The row of SINGLE that agrees with this one in most parameters: where rows differ only in what
   * SINGLE ignores, it was measured once. None if two agree equally well.
   */
  private Optional<DeploymentRow> base(DeploymentRow row) {
    List<DeploymentRow> candidates =
        rows.stream()
            .filter(DeploymentRow::isTimed)
            .filter(candidate -> candidate.deployment().equals(BASE))
            .filter(candidate -> !candidate.row().measured().isTwin())
            .toList();
    long most = candidates.stream().mapToLong(row::agreement).max().orElse(0);
    List<DeploymentRow> best =
        candidates.stream().filter(candidate -> row.agreement(candidate) == most).toList();
    return best.size() == 1 ? Optional.of(best.get(0)) : Optional.empty();
  }

  /** The rows between which one can choose: with a model, a time and a memory. */
  public List<DeploymentRow> compared() {
    return compared;
  }

  /**
   * The rows than which no other takes as little time with as little memory. Alone, a row has
   * nothing to be better than; a row without the model does not compare.
   */
  public List<DeploymentRow> front() {
    return front;
  }

  /**
   * Which part of what the machine can multiply, in the row's own precision, the model's real
   * tokens use; NaN if not known.
   */
  public double gemmShare(DeploymentRow row) {
    return row.gflops() / gemmRate(GemmPrecision.of(row.row()));
  }

  /** How seconds per 1000 texts are written. */
  public NumberFormat timeFormat() {
    return format("", row -> row.time().value());
  }

  /** How texts per second are written. */
  public NumberFormat rateFormat() {
    return format("/", row -> row.rate().value());
  }

  /** How ratios are written. */
  public NumberFormat ratioFormat() {
    return HUNDREDTHS;
  }

  /** How a metric is written: memory, and what tables have of others, with equal decimals. */
  public NumberFormat format(String label) {
    if (IN_HUNDREDTHS.contains(label)) {
      return HUNDREDTHS;
    } else if (label.equals(PROCESSES)) {
      return WHOLE;
    } else if (!label.startsWith(MEMORY)) {
      return NumberFormat.UNLIMITED;
    }
    return format(label, row -> row.row().memory(label).value());
  }

  /**
   * @param name no label, where it is no metric's
   */
  private NumberFormat format(String name, ToDoubleFunction<DeploymentRow> figure) {
    return formats.computeIfAbsent(
        name, any -> NumberFormat.of(rows.stream().mapToDouble(figure).toArray()));
  }
}
