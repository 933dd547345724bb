package distilbench.report.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * In which round each fork of a row was measured. What a round does to two rows cancels out of
 * their ratio only if the same round measured both.
 *
 * @param rounds one for each fork, counted from 1; empty if nobody can tell
 */
public record ForkRounds(List<Integer> rounds) {
  /** Of a row whose forks belong to no rounds. */
  public static final ForkRounds UNKNOWN = new ForkRounds(List.of());

  public ForkRounds {
    rounds = List.copyOf(rounds);
  }

  /**
   * Those of all rows of a file. Files that do not say it themselves have rows that took part in
   * every round until they failed.
   *
   * @return one for each row
   */
  public static List<ForkRounds> of(List<ResultRow> rows, Optional<Sidecar> sidecar) {
    if (sidecar.filter(Sidecar::inRounds).isEmpty()) {
      return rows.stream().map(row -> UNKNOWN).toList();
    }
    List<Integer> places = sidecar.get().placesOf(rows);
    return IntStream.range(0, rows.size())
        .mapToObj(i -> of(rows.get(i), places.get(i), sidecar.get()))
        .toList();
  }

  private static ForkRounds of(ResultRow row, int place, Sidecar sidecar) {
    List<Integer> told = sidecar.watches(place).stream().map(Sidecar.Watch::round).toList();
    return new ForkRounds(
        told.size() == row.forks() ? told : IntStream.rangeClosed(1, row.forks()).boxed().toList());
  }

  /**
   * How many times as large this row's scores are as another's: paired over the rounds in which
   * both have a positive number, unpaired if it is not known which rounds these are.
   *
   * @param scores one for each fork; NaN where a fork has none
   * @param other the rounds of the other row
   * @param base its scores, likewise
   */
  public Estimate ratio(double[] scores, ForkRounds other, double[] base) {
    if (rounds.isEmpty() || other.rounds.isEmpty()) {
      return Estimate.unpairedRatio(scores, base);
    }
    List<Double> ratios = new ArrayList<>();
    for (int i = 0; i < Math.min(scores.length, rounds.size()); i++) {
      int fork = other.rounds.indexOf(rounds.get(i));
      double ratio = fork < 0 || fork >= base.length ? Double.NaN : scores[i] / base[fork];
      if (ratio > 0 && Double.isFinite(ratio)) {
        ratios.add(ratio);
      }
    }
    return Estimate.overForks(ratios.stream().mapToDouble(Double::doubleValue).toArray());
  }
}
