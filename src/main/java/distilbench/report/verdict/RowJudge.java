package distilbench.report.verdict;

import distilbench.console.Quantity;
import distilbench.format.MetricLabel;
import distilbench.format.RowIdentity;
import distilbench.report.data.Estimate;
import distilbench.report.data.ForkNoise;
import distilbench.report.data.LoadRow;
import distilbench.report.data.Metric;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import distilbench.report.data.Sidecar;
import distilbench.report.verdict.Judgement.Finding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Judges rows one by one: their forks, their intervals, and what happened while they ran. */
final class RowJudge {
  private static final double YES = 1;
  private static final double MIB = 1 << 20;
  private static final NumberFormat DIGITS = new NumberFormat(2);
  private static final NumberFormat WHOLE = new NumberFormat(0);

  private final Optional<Sidecar> sidecar;
  private final boolean strangersSidecar;

  /**
   * @param strangersSidecar whether one is there that is about other results
   */
  RowJudge(Optional<Sidecar> sidecar, boolean strangersSidecar) {
    this.sidecar = sidecar;
    this.strangersSidecar = strangersSidecar;
  }

  /**
   * Judges one row.
   *
   * @param place of the row among the planned ones; -1 if it was not planned
   */
  Verdict.OfRow judge(ResultRow row, int place) {
    return new Verdict.OfRow(row, place, name(row, place), time(row, place), memory(row, place));
  }

  /** As it was planned: what is personal is left out of it. */
  private RowIdentity name(ResultRow row, int place) {
    return sidecar
        .filter(facts -> place >= 0)
        .map(facts -> facts.planned().get(place).row())
        .map(
            plan ->
                new RowIdentity(plan.benchmark(), plan.mode(), row.threads(), plan.parameters()))
        .orElseGet(row::measured)
        .printable();
  }

  private Judgement time(ResultRow row, int place) {
    boolean load = LoadRow.isOne(row);
    Estimate score =
        load
            ? new LoadRow(row).figure(MetricLabel.LAT_P99)
            : Estimate.overForks(row.primary().forkMeans());
    List<Finding> findings = new ArrayList<>(stranger());
    environment(row).ifPresent(findings::add);
    List<ForkNoise> forks = noise(row, place);
    share(Reason.FOREIGN_CPU, forks, fork -> fork.scarceForeignCores(cores()))
        .ifPresent(findings::add);
    share(Reason.STEAL, forks, ForkNoise::stealCores).ifPresent(findings::add);
    if (!row.limitsItself()) {
      share(Reason.THROTTLING, forks, ForkNoise::throttledCores).ifPresent(findings::add);
    }
    stopped(forks).ifPresent(findings::add);
    swapping(forks).ifPresent(findings::add);
    if (load) {
      findings.addAll(LoadJudge.findings(new LoadRow(row)));
    }
    if (Double.isNaN(row.primary().wholeScore()) || row.forks() > 0 && isUnknown(score)) {
      findings.add(
          new Finding(
              Reason.NOT_MEASURED,
              load
                  ? "in some fork the 99th percentile is a call that was refused"
                  : "its score is no positive number"));
    } else {
      forks(row, score).ifPresent(findings::add);
    }
    return new Judgement(findings);
  }

  private Judgement memory(ResultRow row, int place) {
    Optional<Metric> pss = row.metric(ResultRow.PSS);
    Estimate peak = pss.map(Metric::forkMeans).map(Estimate::overForks).orElse(Estimate.UNKNOWN);
    List<Finding> findings = new ArrayList<>(stranger());
    if (pss.isEmpty()) {
      String why =
          sidecar.filter(Sidecar::memoryOff).isPresent()
              ? "--memory off"
              : "no profiler of the process tree took part";
      return new Judgement(List.of(new Finding(Reason.NOT_MEASURED, why)));
    }
    environment(row).ifPresent(findings::add);
    swapping(noise(row, place)).ifPresent(findings::add);
    sharing(row).ifPresent(findings::add);
    rawPss(row).ifPresent(findings::add);
    if (Double.isNaN(pss.get().wholeScore()) || row.forks() > 0 && isUnknown(peak)) {
      double[] forks = pss.get().forkMeans();
      long unknown = Arrays.stream(forks).filter(Double::isNaN).count();
      findings.add(
          new Finding(
              Reason.NOT_MEASURED,
              "PSS is NaN"
                  + (unknown > 0
                      ? " in " + unknown + " of " + Quantity.of(forks.length, "fork")
                      : "")));
    } else {
      forks(row, peak).ifPresent(findings::add);
    }
    return new Judgement(findings);
  }

  private List<Finding> stranger() {
    return strangersSidecar
        ? List.of(
            new Finding(
                Reason.MACHINE_UNKNOWN,
                "the .env.json beside the results was written for others, or they were changed"
                    + " since; put a run's own two files side by side"))
        : List.of();
  }

  private static boolean isUnknown(Estimate estimate) {
    return Double.isNaN(estimate.value());
  }

  /** Too few forks, or forks that differ too much. */
  private static Optional<Finding> forks(ResultRow row, Estimate estimate) {
    if (row.forks() < Reason.FORKS.threshold()) {
      String found =
          row.forks() == 0 ? "the file does not tell them apart" : Quantity.of(row.forks(), "fork");
      return Optional.of(new Finding(Reason.FORKS, found));
    }
    double reach = estimate.high() / estimate.value() - 1;
    return reach > Reason.INTERVAL.threshold()
        ? Optional.of(new Finding(Reason.INTERVAL, "+-" + percent(reach)))
        : Optional.empty();
  }

  /** Forks tell it themselves; results from before they did are the launcher's if it says so. */
  private Optional<Finding> environment(ResultRow row) {
    boolean missing =
        row.metric(MetricLabel.FORK_ENVIRONMENT)
            .map(said -> Arrays.stream(said.forkMeans()).anyMatch(yes -> yes != YES))
            .orElseGet(() -> sidecar.isPresent() && !sidecar.get().environment());
    return missing ? Optional.of(new Finding(Reason.ENVIRONMENT, "")) : Optional.empty();
  }

  /**
   * Asked of what is meant to share and could be seen to: a deployment of several processes that
   * was open and warm when it was measured.
   */
  private static Optional<Finding> sharing(ResultRow row) {
    boolean meant =
        row.sharesWeights()
            && row.metric(MetricLabel.OPEN_SECONDS)
                .map(Metric::score)
                .filter(Double::isFinite)
                .isPresent();
    boolean seen = row.figure(MetricLabel.SHARE_VERIFIED) == YES;
    return meant && !seen ? Optional.of(new Finding(Reason.SHARING, "")) : Optional.empty();
  }

  private List<ForkNoise> noise(ResultRow row, int place) {
    return ForkNoise.of(row, place, sidecar);
  }

  /** Older results do not say whose PSS it is. */
  private static Optional<Finding> rawPss(ResultRow row) {
    boolean raw =
        row.metric(MetricLabel.MEM_TREE_EXACT)
            .map(Metric::forkMeans)
            .filter(forks -> Arrays.stream(forks).anyMatch(exact -> exact < YES))
            .isPresent();
    return raw ? Optional.of(new Finding(Reason.RAW_PSS, "")) : Optional.empty();
  }

  /** Finds forks from which something took more than a share of the usable cores. */
  private Optional<Finding> share(
      Reason reason, List<ForkNoise> forks, ToDoubleFunction<ForkNoise> of) {
    return above(
        reason,
        forks,
        fork -> of.applyAsDouble(fork) / cores(),
        share -> DIGITS.show(share * cores()) + " of " + WHOLE.show(cores()) + " cores");
  }

  private Optional<Finding> stopped(List<ForkNoise> forks) {
    return above(
        Reason.STOPPED, forks, ForkNoise::stoppedShare, share -> percent(share) + " of the time");
  }

  private Optional<Finding> swapping(List<ForkNoise> forks) {
    return above(
        Reason.SWAPPING,
        forks,
        ForkNoise::swappedInBytes,
        bytes -> DIGITS.show(bytes / MIB) + " MiB/s");
  }

  private interface InWords {
    String of(double figure);
  }

  private Optional<Finding> above(
      Reason reason, List<ForkNoise> forks, ToDoubleFunction<ForkNoise> figure, InWords words) {
    List<ForkNoise> found =
        forks.stream().filter(fork -> figure.applyAsDouble(fork) > reason.threshold()).toList();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    double most = found.stream().mapToDouble(figure).max().orElseThrow();
    String numbers =
        found.stream().map(fork -> "" + fork.number()).collect(Collectors.joining(", "));
    String unit = sidecar.filter(Sidecar::inRounds).isPresent() ? "round" : "fork";
    return Optional.of(
        new Finding(
            reason,
            (found.size() == 1 ? "" : "up to ")
                + words.of(most)
                + (found.size() == 1 ? " in " + unit + " " : " in " + unit + "s ")
                + numbers));
  }

  private double cores() {
    return sidecar.map(Sidecar::usableCores).orElse(Double.NaN);
  }

  private static String percent(double share) {
    return DIGITS.show(100 * share) + " %";
  }
}
