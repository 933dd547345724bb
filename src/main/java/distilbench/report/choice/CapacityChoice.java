package distilbench.report.choice;

import distilbench.format.RowIdentity;
import distilbench.report.data.Difference;
import distilbench.report.data.Estimate;
import distilbench.report.data.ResultRow;
import distilbench.report.data.Sidecar;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which deployment to use where calls arrive by themselves: of those that keep to the memory limit
 * and sustain the most calls per second, or as many as far as intervals tell, the one that holds
 * the least memory.
 *
 * @param limit of latency
 * @param candidates the chosen one first, then by what they sustain, those ruled out last
 * @param rows in which calls arrived by themselves
 */
public record CapacityChoice(LatencyLimit limit, List<Candidate> candidates, List<ResultRow> rows) {
  public CapacityChoice {
    candidates = List.copyOf(candidates);
    rows = List.copyOf(rows);
  }

  /**
   * A deployment under several rates.
   *
   * @param subject its row without the rate
   * @param memory the most that its rows held, in MiB
   */
  public record Candidate(
      RowIdentity subject, Capacity capacity, Estimate memory, Standing standing) {
    /** Calls per second; NaN if nothing is known. */
    public Estimate sustained() {
      return capacity.sustained();
    }

    /** Whether it keeps to all limits at one rate at least. */
    public boolean takesPart() {
      return standing.compareTo(Standing.RULED_OUT) < 0;
    }

    private Candidate as(Standing other) {
      return new Candidate(subject, capacity, memory, other);
    }

    /** How many times as many calls per second as another it sustains. */
    public Estimate ratio(Candidate other) {
      return capacity.ratio(other.capacity);
    }

    private boolean isBesideBoundary(ResultRow row) {
      return subject.equals(Loads.subject(row.measured()))
          && Stream.of(capacity.below(), capacity.above())
              .flatMap(Optional::stream)
              .anyMatch(load -> load.rate() == Loads.rate(row.measured()));
    }

    /** Where it stands beside the chosen one, as far as rounds that both have show. */
    private Standing beside(Candidate chosen) {
      return switch (Difference.ofTimes(ratio(chosen))) {
        case NO_DIFFERENCE_SHOWN -> Standing.TIED;
        case INCONCLUSIVE -> Standing.UNDECIDED;
        // Fewer calls per second.
        case FASTER -> Standing.SLOWER;
        default -> Standing.FASTER;
      };
    }
  }

  /**
   * Chooses.
   *
   * @param rows of a run; those in which no calls arrive by themselves are passed over
   * @param limits with one of latency
   */
  public static CapacityChoice of(List<ResultRow> rows, Optional<Sidecar> sidecar, Limits limits) {
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
            .sorted(
                Comparator.comparingDouble((Candidate one) -> one.sustained().value()).reversed())
            .toList();
    List<Candidate> ordered = new ArrayList<>();
    chosen(taking)
        .ifPresent(
            chosen -> {
              ordered.add(chosen.as(Standing.CHOSEN));
              taking.stream()
                  .filter(one -> one != chosen)
                  .map(one -> one.as(one.beside(chosen)))
                  .forEach(ordered::add);
            });
    all.stream().filter(one -> !one.takesPart()).forEach(ordered::add);
    return new CapacityChoice(
        limit, ordered, rows.stream().filter(row -> Loads.isOne(row.measured())).toList());
  }

  /** The same if a limit of latency is asked for and a deployment was measured at several rates. */
  public static Optional<CapacityChoice> ofSeveralRates(
      List<ResultRow> rows, Optional<Sidecar> sidecar, Limits limits) {
    return limits
        .p99()
        .filter(
            limit ->
                Loads.of(rows, sidecar, limit.milliseconds()).values().stream()
                    .anyMatch(loads -> loads.size() > 1))
        .map(limit -> of(rows, sidecar, limits));
  }

  private static Candidate candidate(
      RowIdentity subject, Capacity capacity, Estimate memory, Limits limits) {
    boolean over = limits.memory().filter(limit -> limit.mayBeExceededBy(memory)).isPresent();
    boolean unknown = Double.isNaN(capacity.sustained().value());
    return new Candidate(
        subject,
        capacity,
        memory,
        over ? Standing.RULED_OUT : unknown ? Standing.NOT_JUDGED : Standing.UNDECIDED);
  }

  private static Optional<Candidate> chosen(List<Candidate> taking) {
    return taking.stream()
        .filter(one -> one == taking.get(0) || one.beside(taking.get(0)) == Standing.TIED)
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

  /** The next one that takes part. */
  public Optional<Candidate> runnerUp() {
    return candidates.stream()
        .filter(one -> one.takesPart() && one.standing() != Standing.CHOSEN)
        .findFirst();
  }

  /** The command that measures both sides of the boundary of these two again. */
  public Repetition repetition() {
    List<Candidate> deciding = Stream.of(chosen(), runnerUp()).flatMap(Optional::stream).toList();
    return Repetition.of(
        rows.stream()
            .filter(row -> deciding.stream().anyMatch(one -> one.isBesideBoundary(row)))
            .toList());
  }
}
