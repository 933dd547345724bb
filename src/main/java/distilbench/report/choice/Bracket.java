package distilbench.report.choice;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The two neighbouring rates between which a deployment begins to fail: there, where the fewest
 * forks contradict it by having failed at or below the lower one, or kept the limit at or above the
 * higher one. Of several such places the lowest counts.
 *
 * @param kept the lower one; nothing if the limit was kept at none
 * @param failed the higher one; nothing if it was kept at all
 */
public record Bracket(Optional<Load> kept, Optional<Load> failed) {

  /** Of the loads of one deployment. */
  public static Bracket of(List<Load> loads) {
    List<Load> ordered =
        loads.stream()
            .filter(load -> !load.forks().isEmpty())
            .sorted(Comparator.comparingDouble(Load::rate))
            .toList();
    int best = 0;
    for (int below = 1; below <= ordered.size(); below++) {
      if (contradicting(ordered, below) < contradicting(ordered, best)) {
        best = below;
      }
    }
    return new Bracket(
        best == 0 ? Optional.empty() : Optional.of(ordered.get(best - 1)),
        best == ordered.size() ? Optional.empty() : Optional.of(ordered.get(best)));
  }

  /** How many forks say otherwise if so many rates are below the boundary. */
  private static int contradicting(List<Load> ordered, int below) {
    return ordered.subList(0, below).stream().mapToInt(Load::failing).sum()
        + ordered.subList(below, ordered.size()).stream().mapToInt(Load::keeping).sum();
  }

  /** The geometric mean of both rates; NaN if one is not known. */
  public double centre() {
    return Math.sqrt(rate(kept) * rate(failed));
  }

  /** The same; one of them if the other is not known. */
  double nearest() {
    return Stream.of(centre(), rate(kept), rate(failed))
        .filter(rate -> !rate.isNaN())
        .findFirst()
        .orElse(Double.NaN);
  }

  /** Whether they are no further apart than this, as a ratio. */
  public boolean isWithin(double ratio) {
    return rate(failed) <= rate(kept) * ratio;
  }

  private static double rate(Optional<Load> load) {
    return load.map(Load::rate).orElse(Double.NaN);
  }
}
