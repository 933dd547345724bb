package distilbench.report.choice;

import distilbench.format.RowIdentity;
import distilbench.report.data.Estimate;
import distilbench.report.data.ResultRow;
import distilbench.report.data.Sidecar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Which deployment to use where calls arrive by themselves: of those that keep to the memory limit
 * and sustain the most calls per second, or as many as far as intervals tell, the one that holds the
 * least memory.
 *
 * @param limit of latency
 * @param candidates the chosen one first, then by what they sustain, those ruled out last
 */
public record CapacityChoice(LatencyLimit limit, List<Candidate> candidates) {
  public CapacityChoice {
    candidates = List.copyOf(candidates);
  }

  /**
   * A deployment under several rates.
   *
   * @param subject its row without the rate
   * @param sustained calls per second; without an interval as long as both sides are not measured
   * @param memory the most that its rows held, in MiB
   */
  public record Candidate(
      RowIdentity subject,
      Capacity capacity,
      Estimate sustained,
      Estimate memory,
      Standing standing) {
    /** Whether it keeps to all limits at one rate at least. */
    public boolean takesPart() {
      return standing.compareTo(Standing.RULED_OUT) < 0;
    }

    private Candidate as(Standing other) {
      return new Candidate(subject, capacity, sustained, memory, other);
    }

    private boolean isTiedWith(Candidate other) {
      return sustained.hasInterval()
          && other.sustained.hasInterval()
          && sustained.low() <= other.sustained.high()
          && other.sustained.low() <= sustained.high();
    }
  }

  /**
   * Chooses.
   *
   * @param rows of a run; those in which no calls arrive by themselves are passed over
   * @param limits with one of latency
   */
  public static CapacityChoice of(
      List<ResultRow> rows, Optional<Sidecar> sidecar, Limits limits) {
    LatencyLimit limit = limits.p99().orElseThrow();
    Map<RowIdentity, Estimate> memory = memory(rows);
    List<Candidate> all = new ArrayList<>();
    Loads.of(rows, sidecar, limit.milliseconds())
        .forEach(
            (subject, loads) ->
                all.add(
                    candidate(
                        subject,
                        Capacity.of(loads, limit.milliseconds()),
                        memory.get(subject),
                        limits)));
    List<Candidate> taking =
        all.stream()
            .filter(Candidate::takesPart)
            .sorted(Comparator.comparingDouble((Candidate one) -> one.sustained().value()).reversed())
            .toList();
    List<Candidate> ordered = new ArrayList<>();
    chosen(taking)
        .ifPresent(
            chosen -> {
              ordered.add(chosen.as(Standing.CHOSEN));
              taking.stream()
                  .filter(one -> one != chosen)
                  .map(one -> one.as(one.isTiedWith(chosen) ? Standing.TIED : Standing.SLOWER))
                  .forEach(ordered::add);
            });
    all.stream().filter(one -> !one.takesPart()).forEach(ordered::add);
    return new CapacityChoice(limit, ordered);
  }

  private static Candidate candidate(
      RowIdentity subject, Capacity capacity, Estimate memory, Limits limits) {
    boolean over =
        limits.memory().filter(limit -> limit.mayBeExceededBy(memory)).isPresent()
            || capacity.kept().isEmpty();
    return new Candidate(
        subject,
        capacity,
        sustained(capacity),
        memory,
        over ? Standing.RULED_OUT : Standing.UNDECIDED);
  }

  /** The boundary; before it has an interval, the rate that was kept. */
  private static Estimate sustained(Capacity capacity) {
    Estimate boundary = capacity.boundary();
    double kept = capacity.kept().map(Load::rate).orElse(Double.NaN);
    return boundary.hasInterval() ? boundary : new Estimate(kept, Double.NaN, Double.NaN);
  }

  private static Optional<Candidate> chosen(List<Candidate> taking) {
    return taking.stream()
        .filter(one -> one == taking.get(0) || one.isTiedWith(taking.get(0)))
        .min(Comparator.comparingDouble(one -> one.memory().value()));
  }

  /** For each deployment the most that one of its rows held. */
  private static Map<RowIdentity, Estimate> memory(List<ResultRow> rows) {
    Map<RowIdentity, Estimate> memory = new LinkedHashMap<>();
    for (ResultRow row : rows) {
      if (Loads.isOne(row.measured())) {
        memory.merge(
            Loads.subject(row.measured()),
            row.memory(ResultRow.PSS),
            (one, other) -> other.value() > one.value() ? other : one);
      }
    }
    return memory;
  }

  /** The one to use; nothing if none keeps to the limits. */
  public Optional<Candidate> chosen() {
    return candidates.stream().filter(one -> one.standing() == Standing.CHOSEN).findFirst();
  }
}
