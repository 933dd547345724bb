package distilbench.machine;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How fast the cores are clocked, in MHz.
 *
 * @param currentMHz mean over the online hardware threads at the time of reading
 * @param nominalMHz the base frequency
 * @param maxMHz the highest of any core, turbo included
 * @param governor what decides, e.g. "performance"; several, with commas, where cores differ
 * @param driver the kernel's frequency driver
 */
public record Frequency(
    Fact<Double> currentMHz,
    Fact<Double> nominalMHz,
    Fact<Double> maxMHz,
    Fact<String> governor,
    Fact<String> driver) {
  private static final String CPUINFO = "proc/cpuinfo";
  private static final String CPU0 = "sys/devices/system/cpu/cpu0";
  private static final String CLOCK_LABEL = "cpu MHz";
  private static final double KHZ_PER_MHZ = 1000;

  static Frequency read(MachineFiles files) {
    return new Frequency(
        current(files),
        nominal(files),
        ofAll(files, "cpuinfo_max_freq")
            .map(all -> all.stream().mapToDouble(Double::parseDouble).max().orElseThrow())
            .map(kilohertz -> kilohertz / KHZ_PER_MHZ),
        ofAll(files, "scaling_governor").map(Frequency::distinct),
        ofAll(files, "scaling_driver").map(Frequency::distinct));
  }

  /**
   * The mean over the online hardware threads, if the kernel knows it. In most virtual machines it
   * does not, and {@code /proc/cpuinfo} shows a constant.
   */
  public static Fact<Double> current(MachineFiles files) {
    if (scales(files)) {
      return ofAll(files, "scaling_cur_freq").map(all -> mean(all) / KHZ_PER_MHZ);
    }
    return measures(files)
        ? clocks(files).map(Frequency::mean)
        : Fact.none("the kernel knows none: no cpufreq, no CPU feature aperfmperf");
  }

  private static Fact<Double> nominal(MachineFiles files) {
    return files
        .number(CPU0 + "/cpufreq/base_frequency")
        .map(kilohertz -> kilohertz / KHZ_PER_MHZ)
        .or(() -> files.number(CPU0 + "/acpi_cppc/nominal_freq").map(Long::doubleValue))
        .or(() -> constant(files));
  }

  /** What cpuinfo shows where nothing is measured: the frequency of the time stamp counter. */
  private static Fact<Double> constant(MachineFiles files) {
    return scales(files) || measures(files)
        ? Fact.none("/" + CPUINFO + " shows the current frequency")
        : clocks(files).map(Frequency::mean);
  }

  private static boolean scales(MachineFiles files) {
    return files.exists(CPU0 + "/cpufreq");
  }

  /** Whether the CPU counts its own cycles and the kernel may read them. */
  private static boolean measures(MachineFiles files) {
    return Cpu.flags(files)
        .map(flags -> flags.contains("aperfmperf"))
        .or(() -> Fact.of(false))
        .value();
  }

  private static Fact<List<String>> clocks(MachineFiles files) {
    return files
        .lines(CPUINFO)
        .flatMap(
            lines -> {
              List<String> clocks =
                  lines.stream()
                      .filter(line -> line.startsWith(CLOCK_LABEL))
                      .map(line -> line.substring(line.indexOf(':') + 1).strip())
                      .toList();
              return clocks.isEmpty()
                  ? Fact.none("/" + CPUINFO + " has no line '" + CLOCK_LABEL + "'")
                  : Fact.of(clocks);
            });
  }

  private static double mean(List<String> numbers) {
    return numbers.stream().mapToDouble(Double::parseDouble).average().orElseThrow();
  }

  private static String distinct(List<String> words) {
    return new TreeSet<>(words).stream().collect(Collectors.joining(", "));
  }

  /** One cpufreq file of every online hardware thread; unknown if one is missing. */
  private static Fact<List<String>> ofAll(MachineFiles files, String name) {
    return files
        .online()
        .flatMap(
            online -> {
              List<String> contents = new ArrayList<>();
              for (int cpu : online.stream().toArray()) {
                Fact<String> content =
                    files.text("sys/devices/system/cpu/cpu" + cpu + "/cpufreq/" + name);
                if (!content.isKnown()) {
                  return content.map(List::of);
                }
                contents.add(content.value());
              }
              return Fact.of(contents);
            });
  }
}
