package distilbench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Counts the physical cores that this process may use. */
public final class Cores {
  private Cores() {}

  /**
   * Physical cores within the process's CPU affinity, and no more than its CPU quota allows; at
   * least 1. The JVM knows affinity and quota (cgroup v1 and v2, rounded up to whole CPUs) but
   * counts hardware threads; Linux's topology files tell which of them share a core. Elsewhere
   * hardware threads are counted.
   */
  public static int usable() {
    return usable(Path.of("/"), Runtime.getRuntime().availableProcessors());
  }

  /**
   * The same from the files below another root.
   *
   * @param root where {@code proc} and {@code sys} are
   * @param processors hardware threads that affinity and quota allow
   */
  public static int usable(Path root, int processors) {
    return allowedCores(root).map(cores -> Math.min(cores, processors)).orElse(processors);
  }

  /** Distinct cores among the allowed hardware threads; empty where Linux does not tell. */
  private static Optional<Integer> allowedCores(Path root) {
    int cores = threadsOfCores(root).size();
    return cores == 0 ? Optional.empty() : Optional.of(cores);
  }

  /**
   * The hardware threads of the first cores within the process's affinity, all of each core's that
   * are allowed.
   *
   * @param cores how many, at most {@link #usable}
   * @return fewer where Linux does not tell
   */
  public static BitSet first(int cores) {
    BitSet threads = new BitSet();
    threadsOfCores(Path.of("/")).stream().limit(cores).forEach(threads::or);
    return threads;
  }

  /** The allowed hardware threads of each core; none where Linux does not tell. */
  private static List<BitSet> threadsOfCores(Path root) {
    Map<String, BitSet> cores = new LinkedHashMap<>();
    try {
      BitSet allowed = allowedThreads(root.resolve("proc/self/status"));
      for (int cpu = allowed.nextSetBit(0); cpu >= 0; cpu = allowed.nextSetBit(cpu + 1)) {
        String topology = "sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list";
        Path siblings = root.resolve(topology);
        // A hardware thread that is allowed but offline has no topology.
        if (Files.exists(siblings)) {
          cores.computeIfAbsent(Files.readString(siblings).strip(), any -> new BitSet()).set(cpu);
        }
      }
      return List.copyOf(cores.values());
    } catch (IOException e) {
      return List.of();
    }
  }

  /** The hardware threads that a process may use, by its status file. */
  static BitSet allowedThreads(Path status) throws IOException {
    String label = "Cpus_allowed_list:";
    return Files.readAllLines(status).stream()
        .filter(line -> line.startsWith(label))
        .map(line -> CpuList.parse(line.substring(label.length()).strip()))
        .findFirst()
        .orElseGet(BitSet::new);
  }
}
