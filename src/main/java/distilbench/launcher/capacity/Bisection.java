package distilbench.launcher.capacity;

import distilbench.report.choice.Capacity;
import distilbench.report.choice.Load;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Under which rates a deployment is measured next, given what is known of it. It has no memory: what
 * further forks contradict is looked for again.
 *
 * @param first rate to begin with, in calls per second
 * @param limit that 99 % of the calls must keep to, in milliseconds
 */
public record Bisection(double first, double limit) {
  /** How close the two sides of the boundary are brought, as a ratio. */
  static final double CLOSE = 1.05;

  /** How many forks measure each side. */
  static final int FORKS = 5;

  /** How far a step goes as long as the boundary has only one side. */
  private static final double STEP = Math.sqrt(2);

  /** Who fails at this part of the first rate is not looked at any further. */
  private static final double LEAST = 1.0 / 64;

  /** A boundary that is still in doubt after so many forks stays so. */
  private static final int MOST_FORKS = 40;

  /** Three digits, which a distance of 5 % needs. */
  private static final MathContext DIGITS = new MathContext(3);

  /**
   * The rates to measure in the next round.
   *
   * @param loads what was measured
   * @return as the parameter {@code rate} has them; none if enough is known
   */
  public List<String> next(List<Load> loads) {
    if (loads.stream().mapToInt(load -> load.forks().size()).sum() >= MOST_FORKS) {
      return List.of();
    }
    Capacity known = Capacity.of(loads, limit);
    if (known.isWithin(CLOSE)) {
      return confirming(known);
    }
    return rate(known).map(rate -> List.of(text(rate))).orElse(List.of());
  }

  private static List<String> confirming(Capacity known) {
    List<String> rates = new ArrayList<>();
    if (!known.isConfirmed(FORKS)) {
      // Both in the same round, so that what it does to them is in both.
      rates.add(text(known.kept().orElseThrow().rate()));
      rates.add(text(known.failed().orElseThrow().rate()));
    }
    return rates;
  }

  private Optional<Double> rate(Capacity known) {
    double kept = known.kept().map(Load::rate).orElse(Double.NaN);
    double failed = known.failed().map(Load::rate).orElse(Double.NaN);
    if (Double.isNaN(kept) && Double.isNaN(failed)) {
      return Optional.of(first);
    } else if (Double.isNaN(kept)) {
      return Optional.of(failed / STEP).filter(rate -> rate >= LEAST * first);
    } else if (Double.isNaN(failed)) {
      return Optional.of(kept * STEP);
    }
    return Optional.of(Math.sqrt(kept * failed));
  }

  /** As it is typed. */
  static String text(double rate) {
    return new BigDecimal(rate).round(DIGITS).stripTrailingZeros().toPlainString();
  }
}
