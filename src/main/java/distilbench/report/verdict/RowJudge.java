package distilbench.report.verdict;

import distilbench.console.Quantity;
import distilbench.format.MetricLabel;
import distilbench.format.RowIdentity;
import distilbench.report.data.Estimate;
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
    Estimate score = Estimate.overForks(row.primary().forkMeans());
    List<Finding> findings = new ArrayList<>(stranger());
    environment(row).ifPresent(findings::add);
    foreignCpu(row, place).ifPresent(findings::add);
    share(Reason.STEAL, place, Sidecar.Watch::stealCores).ifPresent(findings::add);
    share(Reason.THROTTLING, place, seen -> seen.throttledSeconds() / seen.seconds())
        .ifPresent(findings::add);
    swapping(place).ifPresent(findings::add);
    if (Double.isNaN(row.primary().wholeScore()) || row.forks() > 0 && isUnknown(score)) {
      findings.add(new Finding(Reason.NOT_MEASURED, "its score is no positive number"));
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
    swapping(place).ifPresent(findings::add);
    sharing(row).ifPresent(findings::add);
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

  /**
   * What others used counts where cores are scarce, by what the same fork's tree used. Where that
   * is not known the tree is taken to use all of them: rather a false alarm than a false figure.
   */
  private Optional<Finding> foreignCpu(ResultRow row, int place) {
    double[] tree =
        row.metric(MetricLabel.CPU_TREE_CORES).map(Metric::forkMeans).orElse(new double[0]);
    return share(
        Reason.FOREIGN_CPU,
        place,
        seen -> {
          int fork = seen.round() - 1;
          double own = fork >= 0 && fork < tree.length ? tree[fork] : Double.NaN;
          double all = own + seen.foreignCores();
          return all <= Reason.SCARCE * cores() ? 0 : seen.foreignCores();
        });
  }

  /** Finds windows in which something took more than a share of the usable cores. */
  private Optional<Finding> share(Reason reason, int place, ToDoubleFunction<Sidecar.Watch> of) {
    return above(
        reason,
        place,
        seen -> of.applyAsDouble(seen) / cores(),
        share -> DIGITS.show(share * cores()) + " of " + WHOLE.show(cores()) + " cores");
  }

  private Optional<Finding> swapping(int place) {
    return above(
        Reason.SWAPPING,
        place,
        Sidecar.Watch::swappedInBytes,
        bytes -> DIGITS.show(bytes / MIB) + " MiB/s");
  }

  private interface InWords {
    String of(double figure);
  }

  private Optional<Finding> above(
      Reason reason, int place, ToDoubleFunction<Sidecar.Watch> figure, InWords words) {
    List<Sidecar.Watch> found =
        sidecar.stream()
            .flatMap(facts -> facts.watches(place).stream())
            .filter(seen -> figure.applyAsDouble(seen) > reason.threshold())
            .toList();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    double most = found.stream().mapToDouble(figure).max().orElseThrow();
    String rounds = found.stream().map(seen -> "" + seen.round()).collect(Collectors.joining(", "));
    return Optional.of(
        new Finding(
            reason,
            (found.size() == 1 ? "" : "up to ")
                + words.of(most)
                + (found.size() == 1 ? " in round " : " in rounds ")
                + rounds));
  }

  private double cores() {
    return sidecar.map(Sidecar::usableCores).orElse(Double.NaN);
  }

  private static String percent(double share) {
    return DIGITS.show(100 * share) + " %";
  }
}
