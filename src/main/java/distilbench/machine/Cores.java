package distilbench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

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
    try {
      Set<String> cores = new HashSet<>();
      BitSet allowed = allowedThreads(root.resolve("proc/self/status"));
      for (int cpu = allowed.nextSetBit(0); cpu >= 0; cpu = allowed.nextSetBit(cpu + 1)) {
        String topology = "sys/devices/system/cpu/cpu" + cpu + "/topology/thread_siblings_list";
        Path siblings = root.resolve(topology);
        // A hardware thread that is allowed but offline has no topology.
        if (Files.exists(siblings)) {
          cores.add(Files.readString(siblings).strip());
        }
      }
      return cores.isEmpty() ? Optional.empty() : Optional.of(cores.size());
    } catch (IOException e) {
      return Optional.empty();
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
