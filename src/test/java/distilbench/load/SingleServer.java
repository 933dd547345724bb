package distilbench.load;

import java.util.stream.IntStream;

/** One server that takes equally long for every call and serves them in order, by calculation. */
final class SingleServer {
  private static final double SECOND = 1e9;

  private SingleServer() {}

  /**
   * How long calls wait on average, by Lindley's recursion: the wait of a call is what is left of
   * the wait and service of the one before when it arrives.
   *
   * @param service seconds
   * @return seconds
   */
  static double meanWait(Schedule schedule, double service) {
    double wait = 0;
    double sum = 0;
    for (int call = 1; call < schedule.calls(); call++) {
      double gap = (schedule.nanos(call) - schedule.nanos(call - 1)) / SECOND;
      wait = Math.max(0, wait + service - gap);
      sum += wait;
    }
    return sum / schedule.calls();
  }

  /** The same for each of so many seeds of Poisson arrivals. */
  static double[] meanWaits(int calls, double load, double service, int seeds) {
    return IntStream.range(0, seeds)
        .mapToDouble(seed -> meanWait(Schedule.poisson(calls, load / service, seed), service))
        .toArray();
  }

  /** The mean over all such schedules, if they go on for ever. */
  static double theory(double load, double service) {
    return load * service / (2 * (1 - load));
  }
}
