package distilbench.machine;

import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;

/**
 * How many of what computes; a virtual machine sees what its hypervisor shows.
 *
 * @param sockets CPU packages
 * @param cores physical cores that are online
 * @param threads hardware threads that are online
 * @param smt whether cores run several hardware threads
 * @param usableCores physical cores that this process may use, see {@link Cores}
 * @param usableThreads hardware threads that affinity and CPU quota allow, as the JVM counts them
 * @param allowedThreads the process's affinity, in the kernel's list format
 */
record Topology(
    Fact<Integer> sockets,
    Fact<Integer> cores,
    Fact<Integer> threads,
    Fact<Boolean> smt,
    int usableCores,
    int usableThreads,
    Fact<String> allowedThreads) {

  /**
   * @param processors hardware threads that affinity and quota allow
   */
  static Topology read(MachineFiles files, int processors) {
    Fact<Integer> threads = files.online().map(BitSet::cardinality);
    Fact<Integer> cores = distinct(files, "thread_siblings_list");
    return new Topology(
        distinct(files, "physical_package_id"),
        cores,
        threads,
        threads.flatMap(all -> cores.map(some -> some < all)),
        Cores.usable(files.root(), processors),
        processors,
        files.labelled("proc/self/status", "Cpus_allowed_list"));
  }

  /** How many different contents a topology file has; unknown if it is missing for one thread. */
  private static Fact<Integer> distinct(MachineFiles files, String name) {
    return files
        .online()
        .flatMap(
            online -> {
              Set<String> contents = new HashSet<>();
              for (int cpu : online.stream().toArray()) {
                Fact<String> content =
                    files.text("sys/devices/system/cpu/cpu" + cpu + "/topology/" + name);
                if (!content.isKnown()) {
                  return content.map(text -> 0);
                }
                contents.add(content.value());
              }
              return Fact.of(contents.size());
            });
  }
}
