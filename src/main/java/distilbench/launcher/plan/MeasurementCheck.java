package distilbench.launcher.plan;

import distilbench.benchmark.ColdStart;
import distilbench.benchmark.OpenLoop;
import distilbench.benchmark.Soak;
import distilbench.console.InvalidInputException;
import java.util.Map;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.options.Options;

/**
 * Refuses, before the first fork, ways of measuring in which a benchmark's score has no meaning.
 */
final class MeasurementCheck {
  private static final int ONE = 1;

  /** Benchmarks of which one operation is measured at a time, and what that is. */
  private static final Map<String, String> ALONE =
      Map.of(
          ColdStart.class.getName(),
          "start",
          Soak.class.getName(),
          "soak",
          OpenLoop.class.getName(),
          "schedule");

  private MeasurementCheck() {}

  /**
   * Checks one benchmark.
   *
   * @param threads how many at once
   * @throws InvalidInputException if its figures would not be what they are called
   */
  static void check(BenchmarkListEntry entry, Mode mode, int threads, Options options) {
    int operations = options.getOperationsPerInvocation().orElse(ONE);
    if (operations != ONE) {
      throw new InvalidInputException(
          "-opi "
              + operations
              + " is not possible: an operation is one call, one pass or one start, and texts are"
              + " counted by it; leave -opi out");
    }
    if (ALONE.containsKey(entry.getUserClassQName())) {
      alone(entry, mode, threads, options);
    }
  }

  /** Every operation needs a state of its own, which is that of one iteration in one thread. */
  private static void alone(BenchmarkListEntry entry, Mode mode, int threads, Options options) {
    if (threads > ONE) {
      throw impossible(entry, "by " + threads + " threads at once (-t, -tg)");
    } else if (mode != Mode.SingleShotTime) {
      throw impossible(entry, "in mode " + mode.shortLabel() + " (-bm)");
    } else if (options.getMeasurementBatchSize().orElse(entry.getMeasurementBatchSize().orElse(ONE))
            > ONE
        || options.getWarmupBatchSize().orElse(entry.getWarmupBatchSize().orElse(ONE)) > ONE) {
      throw impossible(entry, "in batches (-bs, -wbs)");
    }
  }

  private static InvalidInputException impossible(BenchmarkListEntry entry, String how) {
    String type = entry.getUserClassQName();
    String name = type.substring(type.lastIndexOf('.') + 1);
    return new InvalidInputException(
        String.format(
            "%s cannot be measured %s: it is about one %s, alone; leave that out, or %s with -e %s",
            name, how, ALONE.get(type), name, name));
  }
}
