package distilbench.launcher.bench;

import distilbench.jvm.JvmFlags;
import distilbench.jvm.WorkerFlags;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.openjdk.jmh.runner.options.Options;

/**
 * The JVM flags of what a run measures, and what is to be said about those that the user gave.
 *
 * @param ofForks flags of the benchmarks' JVMs
 * @param notReached which of the user's flags some measured JVM does not get, in one line
 */
public record MeasuredFlags(
    List<String> ofForks, WorkerFlags ofWorkers, Optional<String> notReached) {

  /**
   * The flags that JMH will give forks.
   *
   * @param forked whether there are any; without (-f 0), this JVM is measured as it is
   */
  static MeasuredFlags of(Options options, boolean forked) {
    if (!forked) {
      return new MeasuredFlags(
          ManagementFactory.getRuntimeMXBean().getInputArguments(),
          WorkerFlags.of(JvmFlags.ALL),
          given(options).map(MeasuredFlags::withoutForks));
    }
    List<String> flags = new ArrayList<>(options.getJvmArgsPrepend().orElse(List.of()));
    // What every benchmark's @Fork says.
    flags.addAll(options.getJvmArgs().orElse(JvmFlags.ALL));
    flags.addAll(options.getJvmArgsAppend().orElse(List.of()));
    WorkerFlags workers = WorkerFlags.of(flags);
    return new MeasuredFlags(
        flags,
        workers,
        Optional.of(workers.withheld())
            .filter(some -> !some.isEmpty())
            .map(MeasuredFlags::withheld));
  }

  /** Whether the user gave any. */
  static boolean areGiven(Options options) {
    return given(options).isPresent();
  }

  private static Optional<String> given(Options options) {
    List<String> given =
        Stream.of(options.getJvmArgsPrepend(), options.getJvmArgs(), options.getJvmArgsAppend())
            .flatMap(flags -> flags.orElse(List.of()).stream())
            .toList();
    return given.isEmpty() ? Optional.empty() : Optional.of(String.join(" ", given));
  }

  private static String withoutForks(String given) {
    return "JVM flags without effect: "
        + given
        + ". Without forks (-f 0) the launcher's own JVM is measured, and workers have their usual"
        + " flags.";
  }

  private static String withheld(Collection<String> flags) {
    return "JVM flags of the benchmark's process only: "
        + String.join(" ", flags)
        + ". Workers share no port, no file without %p in its name, and no standard output.";
  }
}
