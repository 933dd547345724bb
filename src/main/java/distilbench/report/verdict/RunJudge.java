package distilbench.report.verdict;

import distilbench.format.RowIdentity;
import distilbench.report.data.Estimate;
import distilbench.report.data.ForkNoise;
import distilbench.report.data.GemmPrecision;
import distilbench.report.data.NameList;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RowTitles;
import distilbench.report.data.Sidecar;
import distilbench.report.data.Twins;
import distilbench.report.verdict.Judgement.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Finds what concerns a whole run: whether anything was watched, drift, rows that are missing. */
final class RunJudge {
  private static final NumberFormat DIGITS = new NumberFormat(2);
  private static final NumberFormat WHOLE = new NumberFormat(0);

  private final List<Verdict.OfRow> rows;
  private final Optional<Sidecar> sidecar;
  private final boolean strangersSidecar;

  /**
   * @param rows every measured row
   * @param strangersSidecar whether one is there that is about other results, as each row says
   */
  RunJudge(List<Verdict.OfRow> rows, Optional<Sidecar> sidecar, boolean strangersSidecar) {
    this.rows = rows;
    this.sidecar = sidecar;
    this.strangersSidecar = strangersSidecar;
  }

  /** What concerns every time. */
  List<Finding> time() {
    if (sidecar.isEmpty()) {
      return machineUnknown();
    }
    List<Finding> findings = new ArrayList<>();
    if (!sidecar.get().inRounds()) {
      findings.add(
          new Finding(
              Reason.NOISE_NOT_RECORDED,
              "JMH's own order records no disturbances, and lets drift hit some rows alone; measure"
                  + " in rounds, that is without --sequential, -f 0, -wf and -wm BULK"));
    }
    missing().ifPresent(findings::add);
    if (rounds() > 1 && sidecar.orElseThrow().bestRates(Sidecar.Probe::all).size() < 2) {
      findings.add(
          new Finding(
              Reason.SPEED_UNKNOWN, "fewer than two rounds have an undisturbed probe of it"));
    }
    drift().ifPresent(findings::add);
    twins().ifPresent(findings::add);
    idle().ifPresent(findings::add);
    if (sidecar.get().inRounds()) {
      notWatched(
              Stream.of(
                  unknown("CPU of others", ForkNoise::foreignCores),
                  unknown("steal", ForkNoise::stealCores),
                  sidecar.get().quota()
                      ? unknown("throttling", ForkNoise::throttledCores)
                      : Optional.empty(),
                  unknown("swapping", ForkNoise::swappedInBytes),
                  unknownSpeed()))
          .ifPresent(findings::add);
    }
    return findings;
  }

  /** What concerns every figure of memory; nothing if there is none. */
  List<Finding> memory() {
    List<Finding> findings = new ArrayList<>();
    if (rows.stream().noneMatch(Verdict.OfRow::hasMemory)) {
      return findings;
    } else if (sidecar.isEmpty()) {
      return machineUnknown();
    }
    missing().ifPresent(findings::add);
    notWatched(Stream.of(unknown("swapping", ForkNoise::swappedInBytes))).ifPresent(findings::add);
    return findings;
  }

  private List<Finding> machineUnknown() {
    return strangersSidecar
        ? List.of()
        : List.of(
            new Finding(
                Reason.MACHINE_UNKNOWN,
                "no .env.json lies beside the results, to tell whether anything disturbed them"));
  }

  /** Rows that were planned and have no results, and rows that failed after some. */
  private Optional<Finding> missing() {
    Sidecar facts = sidecar.orElseThrow();
    Set<Integer> measured = rows.stream().map(Verdict.OfRow::place).collect(Collectors.toSet());
    List<Integer> missing =
        IntStream.range(0, facts.planned().size())
            .boxed()
            .filter(place -> !measured.contains(place))
            .toList();
    List<Integer> failed =
        facts.rows().stream()
            .filter(Sidecar.RowWatch::failed)
            .map(Sidecar.RowWatch::planned)
            .filter(measured::contains)
            .toList();
    if (missing.isEmpty() && failed.isEmpty()) {
      return Optional.empty();
    }
    List<String> parts = new ArrayList<>();
    if (!missing.isEmpty()) {
      String until = facts.ended() ? "" : " up to now, or until the run was broken off";
      parts.add(
          missing.size()
              + " of "
              + facts.planned().size()
              + " without a result"
              + until
              + ", "
              + names(missing));
    }
    if (!failed.isEmpty()) {
      parts.add(failed.size() + " failed after some forks, " + names(failed));
    }
    return Optional.of(new Finding(Reason.MISSING_ROWS, String.join("; ", parts)));
  }

  private String names(List<Integer> places) {
    List<RowIdentity> planned =
        sidecar.orElseThrow().planned().stream().map(plan -> plan.row().printable()).toList();
    RowTitles titles = new RowTitles(planned);
    return NameList.of(places.stream().map(planned::get).map(titles::label).toList());
  }

  /** The round that is farthest from the mean, in any of the rates that were probed. */
  private Optional<Finding> drift() {
    return Stream.of(GemmPrecision.values())
        .flatMap(
            precision ->
                Stream.of(
                    farthest("on one thread" + precision.words(), precision::one),
                    farthest("on all cores" + precision.words(), precision::all)))
        .flatMap(Optional::stream)
        .max(Comparator.comparingDouble(Drift::size))
        .filter(drift -> drift.size() > Reason.DRIFT.threshold())
        .map(drift -> new Finding(Reason.DRIFT, drift.inWords()));
  }

  private record Drift(int round, String where, double reached, double mean) {
    double size() {
      return Math.abs(reached / mean - 1);
    }

    String inWords() {
      return String.format(
          "in round %d its matrix multiply reached %s GFLOP/s %s, %s %% %s than in the mean over the"
              + " rounds",
          round,
          DIGITS.show(reached),
          where,
          DIGITS.show(100 * size()),
          reached > mean ? "more" : "less");
    }
  }

  private Optional<Drift> farthest(String where, ToDoubleFunction<Sidecar.Probe> rate) {
    Map<Integer, Double> rates = sidecar.orElseThrow().bestRates(rate);
    double mean =
        Estimate.overForks(rates.values().stream().mapToDouble(Double::doubleValue).toArray())
            .value();
    return rates.entrySet().stream()
        .map(entry -> new Drift(entry.getKey(), where, entry.getValue(), mean))
        .max(Comparator.comparingDouble(Drift::size));
  }

  private Optional<Finding> twins() {
    List<ResultRow> results = rows.stream().map(Verdict.OfRow::row).toList();
    return Twins.among(results, sidecar.orElseThrow().inRounds()).stream()
        .filter(Twins::differ)
        .findFirst()
        .map(twins -> new Finding(Reason.TWINS, twinsInWords(twins)));
  }

  private static String twinsInWords(Twins twins) {
    return String.format(
        "the scores of a row are %s [%s, %s] times those of its twin",
        DIGITS.show(twins.ratio().value()),
        DIGITS.show(twins.ratio().low()),
        DIGITS.show(twins.ratio().high()));
  }

  /**
   * What others used while nothing was measured, the mean over all windows, counts if a row that
   * wants every core would have found cores scarce. The mean, because one busy second does not
   * spoil ten minutes, and the rows that it reached say so themselves.
   */
  private Optional<Finding> idle() {
    double cores = sidecar.orElseThrow().usableCores();
    double used =
        sidecar.get().idle().stream()
            .mapToDouble(Sidecar.Watch::foreignCores)
            .filter(Double::isFinite)
            .average()
            .orElse(0);
    return used > (1 - ForkNoise.SCARCE) * cores
        ? Optional.of(
            new Finding(
                Reason.FOREIGN_CPU,
                String.format(
                    "%s of %s cores on average before the rounds, while nothing was measured",
                    DIGITS.show(used), WHOLE.show(cores))))
        : Optional.empty();
  }

  private static Optional<Finding> notWatched(Stream<Optional<String>> unknown) {
    String all = unknown.flatMap(Optional::stream).collect(Collectors.joining(", "));
    return all.isEmpty() ? Optional.empty() : Optional.of(new Finding(Reason.NOT_WATCHED, all));
  }

  /** Something that is not known of every fork. */
  private Optional<String> unknown(String what, ToDoubleFunction<ForkNoise> figure) {
    Sidecar facts = sidecar.orElseThrow();
    boolean known =
        rows.stream()
            .flatMap(row -> ForkNoise.of(row.row(), row.place(), sidecar).stream())
            .allMatch(fork -> Double.isFinite(figure.applyAsDouble(fork)));
    return known && Double.isFinite(facts.usableCores()) ? Optional.empty() : Optional.of(what);
  }

  /** Fewer than two rounds that tell it are a reason of their own. */
  private Optional<String> unknownSpeed() {
    Set<Integer> told = sidecar.orElseThrow().bestRates(Sidecar.Probe::all).keySet();
    boolean known = told.size() < 2 || IntStream.rangeClosed(1, rounds()).allMatch(told::contains);
    return known ? Optional.empty() : Optional.of("the machine's speed in every round");
  }

  private int rounds() {
    return sidecar.orElseThrow().rows().stream()
        .mapToInt(seen -> seen.watch().round())
        .max()
        .orElse(0);
  }
}
