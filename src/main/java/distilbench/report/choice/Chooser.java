package distilbench.report.choice;

import distilbench.report.choice.Admission.Refusal;
import distilbench.report.data.DeploymentGroup;
import distilbench.report.data.DeploymentRow;
import distilbench.report.data.Estimate;
import distilbench.report.data.NameList;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowNames;
import distilbench.report.data.Sidecar;
import distilbench.report.verdict.Reason;
import distilbench.report.verdict.Verdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Makes a choice among rows that can be compared, and tells where each row stands. */
final class Chooser {
  private final Limits limits;
  private final Optional<Sidecar> sidecar;
  private final Verdict verdict;
  private final ComparableRows comparable;
  private final DeploymentGroup group;
  private final List<DeploymentRow> rows;
  private final boolean memoryKnown;
  private final boolean provisional;
  private final Admission admission;

  /**
   * @param all rows of the run, as the verdict and the sidecar know them
   * @param comparable some of them, at least one
   */
  Chooser(
      List<ResultRow> all,
      ComparableRows comparable,
      Optional<Sidecar> sidecar,
      Verdict verdict,
      Limits limits) {
    this.limits = limits;
    this.sidecar = sidecar;
    this.verdict = verdict;
    this.comparable = comparable;
    this.rows =
        DeploymentRow.of(all, sidecar).stream()
            .filter(row -> comparable.rows().stream().anyMatch(one -> one == row.row()))
            .toList();
    this.group = DeploymentGroup.of(rows, sidecar);
    this.memoryKnown = rows.stream().anyMatch(row -> Double.isFinite(row.memory().value()));
    boolean needsMemory = memoryKnown || limits.memory().isPresent();
    Admission strict = new Admission(verdict, limits, needsMemory, false);
    Admission lenient = new Admission(verdict, limits, needsMemory, true);
    this.provisional = !Selection.best(admitted(strict)).equals(Selection.best(admitted(lenient)));
    this.admission = provisional ? lenient : strict;
  }

  private List<DeploymentRow> admitted(Admission rule) {
    return rows.stream().filter(one -> rule.refusal(one).isEmpty()).toList();
  }

  Choice choice() {
    List<DeploymentRow> admitted = admitted(admission);
    Optional<DeploymentRow> chosen = Selection.best(admitted);
    Optional<DeploymentRow> second =
        chosen.flatMap(
            best -> Selection.best(admitted.stream().filter(one -> one != best).toList()));
    Optional<DeploymentRow> exact =
        chosen
            .filter(best -> !best.isExact())
            .flatMap(
                best -> Selection.best(admitted.stream().filter(one -> one.isExact()).toList()));
    List<Candidate> candidates = candidates(chosen);
    return new Choice(
        limits,
        group,
        candidates,
        second.map(one -> of(one, candidates)),
        exact.map(one -> of(one, candidates)),
        provisional,
        doubts());
  }

  private List<Candidate> candidates(Optional<DeploymentRow> chosen) {
    List<RowNames.Name> names = new RowNames(comparable.rows()).brief();
    List<Candidate> candidates = new ArrayList<>();
    for (int i = 0; i < rows.size(); i++) {
      candidates.add(candidate(rows.get(i), names.get(i).inWords(), chosen));
    }
    candidates.sort(
        Comparator.comparing(Candidate::standing).thenComparing(one -> one.row().time().value()));
    return candidates;
  }

  private Candidate candidate(DeploymentRow one, String name, Optional<DeploymentRow> chosen) {
    Optional<Refusal> refusal = admission.refusal(one);
    Standing standing =
        refusal
            .map(Refusal::standing)
            .or(() -> chosen.filter(best -> best == one).map(best -> Standing.CHOSEN))
            .orElseGet(() -> Standing.of(Selection.timeBeside(one, chosen.orElseThrow())));
    return new Candidate(
        one,
        name,
        standing,
        refusal.map(Refusal::obstacles).orElse(List.of()),
        admission.p99(one.row()),
        ratio(one, chosen, one::timeRatio),
        ratio(one, chosen, one::memoryRatio));
  }

  private static Estimate ratio(
      DeploymentRow one, Optional<DeploymentRow> chosen, Function<DeploymentRow, Estimate> ratio) {
    return chosen
        .map(best -> best == one ? new Estimate(1, Double.NaN, Double.NaN) : ratio.apply(best))
        .orElse(Estimate.UNKNOWN);
  }

  private static Candidate of(DeploymentRow row, List<Candidate> candidates) {
    return candidates.stream().filter(one -> one.row() == row).findFirst().orElseThrow();
  }

  /** A search drops what holds too much before it measures the rest over more texts. */
  private Optional<String> largeOnes(MemoryLimit limit) {
    if (comparable.shorter().isEmpty()) {
      return Optional.empty();
    }
    List<RowNames.Name> names = new RowNames(comparable.shorter()).brief();
    List<String> large = new ArrayList<>();
    for (int i = 0; i < names.size(); i++) {
      Estimate memory = comparable.shorter().get(i).memory(ResultRow.PSS);
      if (limit.mayBeExceededBy(memory)) {
        large.add(
            names.get(i).inWords() + " (" + NumberFormat.UNLIMITED.show(memory.value()) + " MiB)");
      }
    }
    return large.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Of these may hold more than " + limit.text() + ": " + NameList.of(large) + ".");
  }

  private List<String> doubts() {
    List<String> doubts = new ArrayList<>(comparable.remarks());
    limits.memory().flatMap(this::largeOnes).ifPresent(doubts::add);
    if (!memoryKnown) {
      doubts.add("Memory was not measured: time alone decides.");
    }
    if (sidecar.filter(Sidecar::inRounds).isEmpty()) {
      doubts.add("Ratios are not paired: it is not known that rows took turns.");
    }
    // What speaks against single rows keeps these from taking part, and no others.
    String reasons =
        verdict.againstAllTimes().stream().map(Reason::toString).collect(Collectors.joining("; "));
    if (!reasons.isEmpty()) {
      doubts.add(
          "By the run's own verdict its times are invalid ("
              + reasons
              + "): measure again before you rely on them.");
    }
    return doubts;
  }
}
