package distilbench.launcher.bench;

import distilbench.console.InvalidInputException;
import distilbench.launcher.rounds.ForkEnvironment;
import distilbench.machine.noise.NoiseProfiler;
import distilbench.proctree.ProcessTreeProfiler;
import distilbench.section.FactsProfiler;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.profile.ProfilerFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.ProfilerConfig;

/** The profilers of forks: the user's, and those that no measurement is without. */
public final class ForkProfilers {
  private ForkProfilers() {}

  /**
   * Options with the suite's own profilers.
   *
   * @param memory whether the process tree is measured
   */
  public static Options addTo(Options options, boolean memory) {
    ChainedOptionsBuilder profiled =
        new OptionsBuilder()
            .parent(options)
            .addProfiler(ForkEnvironment.class)
            .addProfiler(FactsProfiler.class)
            .addProfiler(NoiseProfiler.class);
    if (memory && !hasMemoryProfiler(options)) {
      profiled.addProfiler(ProcessTreeProfiler.class);
    }
    return profiled.build();
  }

  /** One with options of the user's choice. */
  private static boolean hasMemoryProfiler(Options options) {
    return options.getProfilers().stream()
        .anyMatch(profiler -> profiler.getKlass().equals(ProcessTreeProfiler.class.getName()));
  }

  /**
   * Refuses profilers that cannot be used here.
   *
   * @throws InvalidInputException naming the first
   */
  public static void requireUsable(Options options) {
    for (ProfilerConfig profiler : options.getProfilers()) {
      try {
        ProfilerFactory.getProfilerOrException(profiler);
      } catch (ProfilerException e) {
        throw new InvalidInputException(
            "profiler " + profiler.getKlass() + ": " + e.getMessage() + "; -lprof lists them", e);
      }
    }
  }
}
