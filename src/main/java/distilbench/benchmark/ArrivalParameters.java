package distilbench.benchmark;

import distilbench.console.InvalidInputException;
import distilbench.format.LatencyBound;
import distilbench.load.Schedule;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The parameters that say when calls arrive, and what is asked of their latency. */
@State(Scope.Benchmark)
public class ArrivalParameters {
  /** Calls that come independently of each other. */
  public static final String POISSON = "POISSON";

  /** Calls at equal distances. */
  public static final String CONSTANT = "CONSTANT";

  private static final String NONE = "NONE";

  /** JMH ends an operation after 10 minutes; what has piled up must be answered by then, too. */
  private static final double MOST_SECONDS = 540;

  /**
   * Calls per second. The default leaves every deployment of the built-in model time to rest on two
   * cores; at which rate that ends is the question.
   */
  @Param("10")
  public double rate;

  /** {@link #POISSON}, {@link #CONSTANT}, or a file with a time in seconds on each line. */
  @Param(POISSON)
  public String arrivals;

  /** Another number, other arrivals. Rounds differ from each other by themselves. */
  @Param("1")
  public int arrivalSeed;

  /**
   * How many calls arrive in a fork. A number and not a time, because it decides which percentile a
   * fork can tell: of 299 calls that are all fast enough, 99 % of all calls are, with 95 %
   * confidence (0.99^299 &lt; 0.05).
   */
  @Param("300")
  public int calls;

  /** Calls that wait or are served at one time, at most; further ones are refused. */
  @Param("100")
  public int inFlight;

  /** The latency that calls should not exceed, such as 150ms, or NONE. */
  @Param(NONE)
  public String slo;

  /** Names of the parameters that make no difference to arrivals of some kind. */
  public static Set<String> ignoredBy(String arrivals) {
    return switch (arrivals) {
      case POISSON -> Set.of();
      case CONSTANT -> Set.of("arrivalSeed");
      default -> Set.of("arrivalSeed", "rate", "calls");
    };
  }

  /**
   * Checks the values.
   *
   * @throws InvalidInputException if one is not possible
   */
  public void check() {
    schedule(0);
    bound();
    InvalidInputException.requireAtLeast("inFlight", inFlight, 1);
  }

  /**
   * The arrivals of one round: the same for all deployments.
   *
   * @throws InvalidInputException if there can be none
   */
  Schedule schedule(int round) {
    Schedule schedule = drawn(round);
    if (schedule.seconds() > MOST_SECONDS) {
      throw new InvalidInputException(
          String.format(
              "%d calls of rate=%s, arrivals=%s take %.0f s, and more than %.0f s are not possible;"
                  + " give fewer calls or a higher rate",
              schedule.calls(), rate, arrivals, schedule.seconds(), MOST_SECONDS));
    }
    return schedule;
  }

  private Schedule drawn(int round) {
    if (!arrivals.equals(POISSON) && !arrivals.equals(CONSTANT)) {
      return Schedule.read(Path.of(arrivals));
    }
    InvalidInputException.requireAtLeast("calls", calls, Schedule.LEAST_CALLS);
    if (calls > Schedule.MOST_CALLS) {
      throw new InvalidInputException(
          "calls=" + calls + " is not possible; it must be at most " + Schedule.MOST_CALLS);
    }
    if (!(rate > 0 && Double.isFinite(rate))) {
      throw new InvalidInputException(
          "rate=" + rate + " is not possible; give calls per second, above 0");
    }
    return arrivals.equals(POISSON)
        ? Schedule.poisson(calls, rate, arrivalSeed, round)
        : Schedule.constant(calls, rate);
  }

  /** The latency that calls should not exceed; nothing if there is no such bound. */
  Optional<Duration> bound() {
    return slo.equals(NONE) ? Optional.empty() : Optional.of(LatencyBound.parse("slo", slo));
  }
}
