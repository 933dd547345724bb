package distilbench.report.compare;

import distilbench.format.MetricLabel;
import distilbench.report.compare.Finding.Figure;
import distilbench.report.compare.Finding.Side;
import distilbench.report.data.Change;
import distilbench.report.data.DeploymentRow;
import distilbench.report.data.Difference;
import distilbench.report.data.Estimate;
import distilbench.report.data.GemmPrecision;
import distilbench.report.data.LoadRow;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RunFile;
import distilbench.report.data.ScoreUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Judges one row of two files; says what forbids a verdict. */
final class RowComparison {
  /**
   * The instrument, and settings that decide how much work a score is about and how warm it was.
   */
  private static final List<String> MEASUREMENT =
      List.of(
          "jmhVersion",
          "measurementIterations",
          "measurementTime",
          "measurementBatchSize",
          "warmupIterations",
          "warmupTime",
          "warmupBatchSize");

  private static final List<String> DIGESTS =
      List.of("modelSha256", "tokenizerSha256", "corpusSha256");

  private final RunFile base;
  private final RunFile other;
  private final MachineComparison machines;
  private final RowPair pair;
  private final DeploymentRow before;
  private final DeploymentRow after;

  /** A row's parameters are the same in both files, so this is. */
  private final GemmPrecision precision;

  RowComparison(RunFile base, RunFile other, MachineComparison machines, RowPair pair) {
    this.base = base;
    this.other = other;
    this.machines = machines;
    this.pair = pair;
    this.before = DeploymentRow.of(pair.base().row());
    this.after = DeploymentRow.of(pair.other().row());
    this.precision = GemmPrecision.of(before.row());
  }

  Finding time() {
    double[] baseTimes = times(before);
    double[] otherTimes = times(after);
    Optional<Estimate> normalised = Optional.empty();
    List<Optional<String>> whys = new ArrayList<>();
    whys.add(notAlike());
    whys.add(unmeasured(baseTimes, otherTimes));
    whys.add(invalid(Figure.TIME));
    if (before.isHarness() && after.isHarness()) {
      whys.add(
          Optional.of(
              "it runs no model: handing out and checking alone take milliseconds, which forks and"
                  + " runs do not repeat well"));
    }
    if (machines.normalise()) {
      double[] rates = other.gemmRates(precision);
      double[] baseRates = base.gemmRates(precision);
      if (multiplies(before) && multiplies(after)) {
        normalised = Optional.of(Estimate.normalisedRatio(otherTimes, baseTimes, rates, baseRates));
        if (Math.min(rates.length, baseRates.length) < Estimate.LEAST_FORKS) {
          whys.add(
              Optional.of(
                  "fewer than "
                      + Estimate.LEAST_FORKS
                      + " probes of a machine's GEMM rate"
                      + precision.words()));
        }
      } else {
        whys.add(
            Optional.of(
                "the machine is not the same or not as fast, and a row that "
                    + (isLoad() ? "waits for calls" : "runs no model")
                    + " cannot be normalised by GEMM rates"));
      }
    } else if (machineExplains(baseTimes, otherTimes)) {
      whys.add(
          Optional.of(
              "between the runs the machine itself may have changed as much, as far as the probes"
                  + " of its GEMM rate can tell; with more rounds they tell more"));
    }
    whys.add(noiseExplains(normalised.orElse(Estimate.unpairedRatio(otherTimes, baseTimes))));
    return finding(Figure.TIME, unit(), baseTimes, otherTimes, normalised, first(whys));
  }

  /** Nothing if nobody tried to measure it. */
  Optional<Finding> memory() {
    if (Stream.of(before, after).allMatch(row -> row.row().metric(ResultRow.PSS).isEmpty())) {
      return Optional.empty();
    }
    double[] basePeaks = peaks(before, after);
    double[] otherPeaks = peaks(after, before);
    List<Optional<String>> whys = new ArrayList<>();
    whys.add(notAlike());
    whys.add(unmeasured(basePeaks, otherPeaks));
    whys.add(invalid(Figure.MEMORY));
    if (!machines.differences().isEmpty()) {
      whys.add(Optional.of("memory depends on a machine's cores and pages, and machines differ"));
    }
    return Optional.of(
        finding(Figure.MEMORY, "MiB", basePeaks, otherPeaks, Optional.empty(), first(whys)));
  }

  /** What the kernel calls PSS, if that is all that an older file has on the other side. */
  private static double[] peaks(DeploymentRow row, DeploymentRow beside) {
    boolean alike =
        row.row().metric(MetricLabel.MEM_TREE_EXACT).isPresent()
            == beside.row().metric(MetricLabel.MEM_TREE_EXACT).isPresent();
    boolean raw = !alike && row.row().metric(ResultRow.RAW_PSS).isPresent();
    return row.forks(raw ? ResultRow.RAW_PSS : ResultRow.PSS);
  }

  /** A figure that its own run does not trust decides nothing. */
  private Optional<String> invalid(Figure figure) {
    return Stream.of(Comparison.BASE, Comparison.OTHER)
        .flatMap(
            side ->
                invalid(side, figure)
                    .map(found -> side + "'s own verdict calls it invalid: " + found.why())
                    .stream())
        .findFirst();
  }

  private Optional<InvalidFigure> invalid(String side, Figure figure) {
    boolean isBase = side.equals(Comparison.BASE);
    MeasuredRow row = isBase ? pair.base() : pair.other();
    return InvalidFigure.in(row.verdict(), figure)
        .or(
            () ->
                figure == Figure.TIME
                    ? InvalidFigure.ofAllTimes(isBase ? base : other)
                    : Optional.empty());
  }

  private static String first(List<Optional<String>> whys) {
    return whys.stream().flatMap(Optional::stream).findFirst().orElse("");
  }

  private Finding finding(
      Figure figure,
      String unit,
      double[] baseScores,
      double[] otherScores,
      Optional<Estimate> normalised,
      String why) {
    Estimate ratio = Estimate.unpairedRatio(otherScores, baseScores);
    Difference verdict =
        why.isEmpty() ? figure.judge(normalised.orElse(ratio)) : Difference.INCONCLUSIVE;
    List<String> invalid =
        Stream.of(Comparison.BASE, Comparison.OTHER)
            .filter(side -> invalid(side, figure).isPresent())
            .toList();
    return new Finding(
        before.row(),
        figure,
        unit,
        new Side(baseScores, before.row().forks()),
        new Side(otherScores, after.row().forks()),
        ratio,
        normalised,
        verdict,
        why,
        invalid);
  }

  /** Whether it is about the latency of calls that arrive by themselves. */
  private boolean isLoad() {
    return LoadRow.isOne(before.row()) && LoadRow.isOne(after.row());
  }

  private double[] times(DeploymentRow row) {
    if (isLoad()) {
      return row.row().compared();
    }
    return before.isTimed() && after.isTimed() ? row.times() : operationTimes(row.row());
  }

  private String unit() {
    if (isLoad()) {
      return "ms (p99)";
    }
    return before.isTimed() && after.isTimed() ? "s/1000 texts" : "s/op";
  }

  /** For each fork the seconds that an operation takes; of rates, their inverse. */
  private static double[] operationTimes(ResultRow row) {
    ScoreUnit unit = new ScoreUnit(row.primary().unit());
    return Arrays.stream(row.primary().forkFigures()).map(unit::secondsPerOperation).toArray();
  }

  /** Whether a row's time is that of a model that was open before, or of matrix products. */
  private static boolean multiplies(DeploymentRow row) {
    boolean wasOpen =
        Double.isFinite(row.row().figure(MetricLabel.OPEN_SECONDS)) && !LoadRow.isOne(row.row());
    return row.runsModel() && wasOpen || Double.isFinite(row.row().figure(MetricLabel.WORK_GFLOP));
  }

  /**
   * Whether times of one machine seem to differ, but not so surely in units of its own speed.
   *
   * <p>The forks of a run do not show how far the machine was from its usual speed while it lasted.
   * On a virtual machine of 2 cores, two runs of one build some minutes apart differed by 10 %,
   * with intervals of +-5 %. Of INT8, where a run did not probe it, float32's rate tells this, too:
   * the machine is the same.
   */
  private boolean machineExplains(double[] baseTimes, double[] otherTimes) {
    Difference difference = Difference.ofTimes(Estimate.unpairedRatio(otherTimes, baseTimes));
    if (!difference.isShown() || !machines.speed().hasInterval()) {
      return false;
    }
    boolean probed = Stream.of(base, other).allMatch(run -> run.bestRates(precision).length > 0);
    GemmPrecision speed = probed ? precision : GemmPrecision.FP32;
    Estimate normalised =
        Estimate.normalisedRatio(
            otherTimes, baseTimes, other.bestRates(speed), base.bestRates(speed));
    return Difference.ofTimes(normalised) != difference;
  }

  /**
   * Whether times seem to differ, but may not without what disturbed one run more than the other:
   * several percents of a core are no reason to call a row invalid, and enough to make it slower.
   */
  private Optional<String> noiseExplains(Estimate ratio) {
    double more = pair.other().disturbed() - pair.base().disturbed();
    Estimate undisturbed = more > 0 ? ratio.times(1 - more) : ratio.times(1 / (1 + more));
    Difference difference = Difference.ofTimes(ratio);
    boolean towards = more > 0 ? difference == Difference.SLOWER : difference == Difference.FASTER;
    return towards && Difference.ofTimes(undisturbed) != difference
        ? Optional.of(
            String.format(
                Locale.ROOT,
                "what disturbed %s may explain it: others, the hypervisor, a quota or stops may have"
                    + " cost it %.1f %% more of its time than %s",
                more > 0 ? Comparison.OTHER : Comparison.BASE,
                100 * Math.abs(more),
                more > 0 ? Comparison.BASE : Comparison.OTHER))
        : Optional.empty();
  }

  /** Why there is no interval. */
  private Optional<String> unmeasured(double[] baseScores, double[] otherScores) {
    return unmeasured(Comparison.BASE, before.row(), baseScores)
        .or(() -> unmeasured(Comparison.OTHER, after.row(), otherScores))
        .or(
            () ->
                Math.min(baseScores.length, otherScores.length) < Estimate.LEAST_FORKS
                    ? Optional.of(
                        String.format(
                            "fewer than %d forks: %d in BASE, %d in OTHER",
                            Estimate.LEAST_FORKS, baseScores.length, otherScores.length))
                    : Optional.empty());
  }

  private static Optional<String> unmeasured(String side, ResultRow row, double[] scores) {
    if (row.forks() == 0) {
      return Optional.of(side + " has no raw data, which would tell the forks apart");
    }
    return Double.isNaN(Estimate.overForks(scores).value())
        ? Optional.of(
            "not every fork of " + side + " has a positive figure in a unit that is known")
        : Optional.empty();
  }

  /** In what the work or its measurement differs; nothing if in nothing that the files tell. */
  private Optional<String> notAlike() {
    List<Optional<String>> changes = new ArrayList<>();
    for (String name : MEASUREMENT) {
      changes.add(
          Change.of(name, before.row().settings().get(name), after.row().settings().get(name)));
    }
    for (String name : DIGESTS) {
      changes.add(Change.of(name, pair.base().digest(name), pair.other().digest(name)));
    }
    for (MetricLabel label : workLabels(before.row())) {
      changes.add(Change.of(label.label(), before.row().figure(label), after.row().figure(label)));
    }
    List<String> found = changes.stream().flatMap(Optional::stream).toList();
    return found.isEmpty()
        ? Optional.empty()
        : Optional.of("not measured alike: " + String.join("; ", found));
  }

  /**
   * Metrics that are the same wherever an operation is the same work. Calls have no number of
   * tokens of their own: it depends on which ones were made, or not refused. Rates of calls are
   * turned into times of texts, so that calls may differ in size; sampled calls may not.
   */
  private static List<MetricLabel> workLabels(ResultRow row) {
    if (LoadRow.isOne(row)) {
      return List.of(MetricLabel.WORK_CALL_SIZE, MetricLabel.LOAD_CALLS, MetricLabel.RATE_OFFERED);
    }
    return switch (row.mode()) {
      case "ss" -> List.of(MetricLabel.WORK_TEXTS, MetricLabel.WORK_TOKENS, MetricLabel.WORK_GFLOP);
      case "sample" -> List.of(MetricLabel.WORK_CALL_SIZE, MetricLabel.WORK_GFLOP);
      default -> List.of(MetricLabel.WORK_GFLOP);
    };
  }
}
