package distilbench.launcher.plan;

import distilbench.benchmark.ColdStart;
import distilbench.console.InvalidInputException;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.options.Options;

/**
 * Refuses, before the first fork, ways of measuring in which a benchmark's score has no meaning.
 */
final class MeasurementCheck {
  private static final int ONE = 1;

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
    if (entry.getUserClassQName().equals(ColdStart.class.getName())) {
      coldStart(entry, mode, threads, options);
    }
  }

  /** Every start needs a state of its own, which is that of one iteration in one thread. */
  private static void coldStart(BenchmarkListEntry entry, Mode mode, int threads, Options options) {
    if (threads > ONE) {
      throw impossible("by " + threads + " threads at once (-t, -tg)");
    } else if (mode != Mode.SingleShotTime) {
      throw impossible("in mode " + mode.shortLabel() + " (-bm)");
    } else if (options.getMeasurementBatchSize().orElse(entry.getMeasurementBatchSize().orElse(ONE))
            > ONE
        || options.getWarmupBatchSize().orElse(entry.getWarmupBatchSize().orElse(ONE)) > ONE) {
      throw impossible("in batches (-bs, -wbs)");
    }
  }

  private static InvalidInputException impossible(String how) {
    return new InvalidInputException(
        "ColdStart cannot be measured "
            + how
            + ": it is about one start, alone; leave that out, or ColdStart with -e ColdStart");
  }
}
