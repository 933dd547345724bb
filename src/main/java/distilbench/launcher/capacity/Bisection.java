package distilbench.launcher.capacity;

import distilbench.report.choice.Bracket;
import distilbench.report.choice.Capacity;
import distilbench.report.choice.Load;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Optional;

/**
 * Under which rates a deployment is measured next, given what is known of it: one fork after the
 * other until the boundary lies between two rates, then fresh forks on both sides of it, in the
 * same rounds.
 */
final class Bisection {
  /**
   * How many rounds measure both sides. As many in any case: to stop as soon as the interval
   * happens to be narrow would make it too narrow.
   */
  private static final int ROUNDS = 6;

  /**
   * How far each side is from the middle. Nearer, and the slope of p99 over the rate is not known
   * well enough for an interval; further away, and the line is bent.
   */
  private static final double SIDE = 1.15;

  /** Between such rates the middle is near enough to begin with both sides. */
  private static final double CLOSE = 1.25;

  /** How far a step goes as long as the boundary has only one side. */
  private static final double STEP = Math.sqrt(2);

  /** Who fails at this part of the first rate is not looked at any further. */
  private static final double LEAST = 1.0 / 64;

  /** In all. */
  private static final int MOST_ROUNDS = 25;

  /** As many as people type. */
  private static final MathContext DIGITS = new MathContext(3);

  private final double first;
  private final double limit;
  private double middle = Double.NaN;
  private boolean moved;
  private int sides;
  private int rounds;

  /**
   * @param first rate to begin with, in calls per second
   * @param limit that 99 % of the calls must keep to, in milliseconds
   */
  Bisection(double first, double limit) {
    this.first = first;
    this.limit = limit;
  }

  /**
   * The rates to measure in the next round.
   *
   * @param loads what was measured
   * @return as the parameter {@code rate} has them; none if enough is known
   */
  List<String> next(List<Load> loads) {
    if (++rounds > MOST_ROUNDS) {
      return List.of();
    }
    if (Double.isNaN(middle)) {
      Bracket bracket = Bracket.of(loads);
      if (!bracket.isWithin(CLOSE)) {
        return step(bracket).map(rate -> List.of(text(rate))).orElse(List.of());
      }
      middle = bracket.centre();
    }
    if (sides >= ROUNDS) {
      double boundary = Capacity.of(loads, limit).sustained().value();
      if (moved
          || Double.isNaN(boundary)
          || Math.max(boundary / middle, middle / boundary) <= SIDE) {
        return List.of();
      }
      // The first few forks misled: once more around where it is now.
      middle = boundary;
      moved = true;
      sides = 0;
    }
    sides++;
    return List.of(text(middle / SIDE), text(middle * SIDE));
  }

  /** Up or down as long as one side is not known, else into the middle. */
  private Optional<Double> step(Bracket bracket) {
    if (bracket.kept().isEmpty() && bracket.failed().isEmpty()) {
      return Optional.of(first);
    } else if (bracket.kept().isEmpty()) {
      return bracket.failed().map(load -> load.rate() / STEP).filter(rate -> rate >= LEAST * first);
    } else if (bracket.failed().isEmpty()) {
      return bracket.kept().map(load -> load.rate() * STEP);
    }
    return Optional.of(bracket.centre());
  }

  /** As it is typed. */
  static String text(double rate) {
    return new BigDecimal(rate).round(DIGITS).stripTrailingZeros().toPlainString();
  }
}
