package distilbench.report.choice;

import distilbench.report.data.Estimate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How many calls per second a deployment sustains within a latency limit, as far as forks under
 * several rates tell.
 *
 * <p>One fork at a rate near the boundary keeps the limit or not by chance. The boundary lies where
 * the fewest forks contradict it: between two neighbouring rates, so that as few as possible failed
 * at or below the lower one, or kept the limit at or above the higher one. Of several such places
 * the lowest counts.
 *
 * @param kept the highest rate below the boundary; nothing if it was kept at none
 * @param failed the lowest rate above it; nothing if it failed at none
 * @param limit in milliseconds
 */
public record Capacity(Optional<Load> kept, Optional<Load> failed, double limit) {
  /** How far beyond the two rates a fork's own boundary is looked for, in their distance. */
  private static final double BEYOND = 1;

  /** Where it is if nothing but the side of each rate is known. */
  private static final double MIDDLE = 0.5;

  /**
   * What was found.
   *
   * @param loads of one deployment
   * @param limit that 99 % of the calls must keep to, in milliseconds
   */
  public static Capacity of(List<Load> loads, double limit) {
    List<Load> ordered =
        loads.stream()
            .filter(load -> !load.forks().isEmpty())
            .sorted(Comparator.comparingDouble(Load::rate))
            .toList();
    int best = 0;
    int fewest = contradicting(ordered, 0);
    for (int below = 1; below <= ordered.size(); below++) {
      int contradicting = contradicting(ordered, below);
      if (contradicting < fewest) {
        fewest = contradicting;
        best = below;
      }
    }
    return new Capacity(
        best == 0 ? Optional.empty() : Optional.of(ordered.get(best - 1)),
        best == ordered.size() ? Optional.empty() : Optional.of(ordered.get(best)),
        limit);
  }

  /** How many forks say otherwise if so many rates are below the boundary. */
  private static int contradicting(List<Load> ordered, int below) {
    return ordered.subList(0, below).stream().mapToInt(Load::failing).sum()
        + ordered.subList(below, ordered.size()).stream().mapToInt(Load::keeping).sum();
  }

  /** Whether it lies between two rates that are no further apart than this, as a ratio. */
  public boolean isWithin(double ratio) {
    return kept.isPresent()
        && failed.isPresent()
        && failed.get().rate() <= kept.get().rate() * ratio;
  }

  /** Whether at least so many rounds measured both rates. */
  public boolean isConfirmed(int rounds) {
    return crossings().size() >= rounds;
  }

  /**
   * The boundary with its interval: in each round that measured both rates, the rate at which the
   * logarithm of p99, on a straight line over that of the rate, meets the limit. It is looked for
   * no further away than the two rates are apart.
   *
   * @return unknown without such rounds
   */
  public Estimate boundary() {
    return Estimate.overForks(crossings().stream().mapToDouble(Double::doubleValue).toArray());
  }

  private List<Double> crossings() {
    List<Double> found = new ArrayList<>();
    for (Load.Fork below : kept.map(Load::forks).orElse(List.of())) {
      failed.map(Load::forks).orElse(List.of()).stream()
          .filter(above -> above.round() == below.round())
          .findFirst()
          .ifPresent(above -> found.add(crossing(below.p99(), above.p99())));
    }
    return found;
  }

  /** Where one round has it. */
  private double crossing(double p99Below, double p99Above) {
    double low = Math.log(kept.orElseThrow().rate());
    double distance = Math.log(failed.orElseThrow().rate()) - low;
    return Math.exp(low + distance * place(p99Below, p99Above));
  }

  /** The same as 0 at the lower rate and 1 at the higher one. */
  private double place(double p99Below, double p99Above) {
    boolean keptBelow = p99Below <= limit;
    boolean keptAbove = p99Above <= limit;
    double place = Math.log(limit / p99Below) / Math.log(p99Above / p99Below);
    if (p99Above > p99Below) {
      return Math.max(-BEYOND, Math.min(1 + BEYOND, place));
    } else if (keptBelow == keptAbove) {
      // Latency did not grow, or a call was refused, whose latency nobody knows.
      return keptBelow ? 1 + BEYOND : -BEYOND;
    }
    return MIDDLE;
  }
}
