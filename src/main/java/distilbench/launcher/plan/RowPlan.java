package distilbench.launcher.plan;

import distilbench.console.InvalidInputException;
import distilbench.format.RowIdentity;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.util.Utils;

/** Works out, from JMH's own list of benchmarks, which rows JMH will measure. */
public final class RowPlan {
  private RowPlan() {}

  /**
   * The rows that these options ask for, in JMH's order: by mode, then by benchmark.
   *
   * @param given names of the parameters that the user set
   * @throws InvalidInputException if no benchmark matches, or none of them has one of the
   *     parameters, or one cannot be measured as these options say
   */
  public static List<PlannedRow> of(Options options, Set<String> given) {
    SortedSet<BenchmarkListEntry> entries =
        BenchmarkList.defaultList().find(silent(), options.getIncludes(), options.getExcludes());
    if (entries.isEmpty()) {
      throw new InvalidInputException(
          "no benchmark matches " + options.getIncludes() + "; -l lists them");
    }
    refuseUnknown(given, entries);
    int cpus = cpus(entries, options);
    List<PlannedRow> rows = new ArrayList<>();
    for (BenchmarkListEntry entry : entries) {
      int threads = threads(entry, options, cpus);
      for (Mode mode : modes(entry, options)) {
        MeasurementCheck.check(entry, mode, threads, options);
        for (Map<String, String> values : combinations(entry, options)) {
          rows.add(
              planned(
                  new RowIdentity(entry.getUsername(), mode.shortLabel(), threads, values),
                  entry,
                  options));
        }
      }
    }
    return rows.stream().distinct().sorted(Comparator.comparing(PlannedRow::mode)).toList();
  }

  /** The command line goes before the annotations, these before JMH's defaults. */
  private static PlannedRow planned(RowIdentity row, BenchmarkListEntry entry, Options options) {
    return new PlannedRow(
        row,
        options.getForkCount().orElse(entry.getForks().orElse(Defaults.MEASUREMENT_FORKS)),
        options.getWarmupForkCount().orElse(entry.getWarmupForks().orElse(Defaults.WARMUP_FORKS)));
  }

  /** As JMH 1.37's {@code Runner} counts them. */
  private static int threads(BenchmarkListEntry entry, Options options, int cpus) {
    int asked = askedThreads(entry, options);
    int[] groups = options.getThreadGroups().orElse(entry.getThreadGroups());
    return Utils.roundUp(asked == Threads.MAX ? cpus : asked, Utils.sum(groups));
  }

  private static int askedThreads(BenchmarkListEntry entry, Options options) {
    return options.getThreads().orElse(entry.getThreads().orElse(Defaults.THREADS));
  }

  /**
   * JMH counts CPUs by keeping all of them busy for a second: here once, if a row asks for as many
   * threads, and not again right before every fork.
   */
  private static int cpus(Collection<BenchmarkListEntry> entries, Options options) {
    boolean wanted =
        entries.stream().anyMatch(entry -> askedThreads(entry, options) == Threads.MAX);
    return wanted ? Utils.figureOutHotCPUs() : 0;
  }

  private static OutputFormat silent() {
    return OutputFormatFactory.createFormatInstance(
        new PrintStream(OutputStream.nullOutputStream()), VerboseMode.SILENT);
  }

  private static void refuseUnknown(Set<String> given, Collection<BenchmarkListEntry> entries) {
    Set<String> known = new TreeSet<>();
    entries.forEach(entry -> known.addAll(parameters(entry).keySet()));
    for (String name : given) {
      if (!known.contains(name)) {
        throw new InvalidInputException(
            String.format(
                "unknown parameter '%s'; the chosen benchmarks have %s",
                name, String.join(", ", known)));
      }
    }
  }

  private static Collection<Mode> modes(BenchmarkListEntry entry, Options options) {
    Collection<Mode> asked = options.getBenchModes();
    Collection<Mode> modes = asked.isEmpty() ? List.of(entry.getMode()) : asked;
    if (!modes.contains(Mode.All)) {
      return modes;
    }
    return List.of(Mode.values()).stream().filter(mode -> mode != Mode.All).toList();
  }

  private static Map<String, String[]> parameters(BenchmarkListEntry entry) {
    return entry.getParams().orElse(Map.of());
  }

  /** Every combination of the parameters' values. */
  private static List<Map<String, String>> combinations(BenchmarkListEntry entry, Options options) {
    List<Map<String, String>> combinations = List.of(Map.of());
    for (Map.Entry<String, String[]> parameter : parameters(entry).entrySet()) {
      String name = parameter.getKey();
      Collection<String> values = options.getParameter(name).orElse(List.of(parameter.getValue()));
      List<Map<String, String>> longer = new ArrayList<>();
      for (Map<String, String> combination : combinations) {
        for (String value : values) {
          Map<String, String> extended = new TreeMap<>(combination);
          extended.put(name, value);
          longer.add(extended);
        }
      }
      combinations = longer;
    }
    return combinations;
  }
}
