package distilbench.report.choice;

import java.util.List;

/**
 * What forks made of calls that arrived at one rate.
 *
 * @param rate calls per second that were to arrive
 * @param forks in the order of measurement
 */
public record Load(double rate, List<Fork> forks) {
  public Load {
    forks = List.copyOf(forks);
  }

  /**
   * One fork's.
   *
   * @param round that measured it, counted from 1; 0 if nobody can tell
   * @param p99 in milliseconds; NaN if it is a call that was refused
   * @param kept whether it kept the limit and answered what arrived
   */
  public record Fork(int round, double p99, boolean kept) {}

  /** How many forks kept the limit. */
  public int keeping() {
    return (int) forks.stream().filter(Fork::kept).count();
  }

  /** How many did not. */
  public int failing() {
    return forks.size() - keeping();
  }
}
