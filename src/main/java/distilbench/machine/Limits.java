package distilbench.machine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What control groups, that is containers, allow this process: the least of its own group and those
 * above that can be seen.
 *
 * @param cgroupVersion version of the groups that limit CPU, 1 or 2
 * @param cpuQuotaCores CPU time per time
 * @param cpuset hardware threads, in the kernel's list format
 * @param memoryBytes memory, page cache included
 * @param ownNamespace whether groups above the process's own are hidden from it, as in most
 *     containers
 */
record Limits(
    Fact<Integer> cgroupVersion,
    Fact<Double> cpuQuotaCores,
    Fact<String> cpuset,
    Fact<Long> memoryBytes,
    Fact<Boolean> ownNamespace) {
  private static final String NAMESPACE = "proc/self/ns/cgroup";

  /** Of every other the kernel makes up a number; this one is a constant of its proc_ns.h. */
  private static final String FIRST_NAMESPACE = "cgroup:[4026531835]";

  /** Version 1 has no word for "no limit" but the largest number of whole pages. */
  private static final long NO_LIMIT = 1L << 60;

  static Limits read(MachineFiles files) {
    Fact<ControlGroup> cpu = ControlGroup.of(files, "cpu");
    return new Limits(
        cpu.map(ControlGroup::version),
        cpu.flatMap(group -> least(group, folder -> quota(files, group.version(), folder))),
        ControlGroup.of(files, "cpuset").flatMap(group -> cpuset(files, group)),
        ControlGroup.of(files, "memory")
            .flatMap(group -> least(group, folder -> memory(files, group.version(), folder))),
        files.link(NAMESPACE).map(namespace -> !namespace.equals(FIRST_NAMESPACE)));
  }

  /** Something that limits the processes of a group and of those below it. */
  private interface Limit<T> {
    Fact<T> of(String folder);
  }

  private static <T extends Comparable<T>> Fact<T> least(ControlGroup group, Limit<T> limit) {
    List<T> limits = new ArrayList<>();
    for (String folder : group.folders()) {
      Fact<T> one = limit.of(folder);
      if (one.isKnown()) {
        limits.add(one.value());
      }
    }
    return limits.stream()
        .min(Comparator.naturalOrder())
        .map(Fact::of)
        .orElseGet(() -> Fact.none("no limit is set"));
  }

  private static Fact<Double> quota(MachineFiles files, int version, String folder) {
    if (version == 1) {
      return files
          .number(folder + "/cpu.cfs_quota_us")
          .flatMap(
              quota ->
                  files
                      .number(folder + "/cpu.cfs_period_us")
                      .flatMap(period -> quota < 0 ? unlimited() : share(quota, period)));
    }
    return files
        .text(folder + "/cpu.max")
        .flatMap(
            text -> {
              String[] quotaAndPeriod = text.split(" ");
              return quotaAndPeriod[0].equals("max")
                  ? unlimited()
                  : share(Long.parseLong(quotaAndPeriod[0]), Long.parseLong(quotaAndPeriod[1]));
            });
  }

  private static Fact<Double> share(long quota, long period) {
    return Fact.of(quota / (double) period);
  }

  private static Fact<Long> memory(MachineFiles files, int version, String folder) {
    return files
        .text(folder + (version == 1 ? "/memory.limit_in_bytes" : "/memory.max"))
        .flatMap(
            text ->
                text.equals("max") || Long.parseLong(text) >= NO_LIMIT
                    ? unlimited()
                    : Fact.of(Long.valueOf(text)));
  }

  private static Fact<String> cpuset(MachineFiles files, ControlGroup group) {
    String name = group.version() == 1 ? "/cpuset.cpus" : "/cpuset.cpus.effective";
    Fact<String> nearest = Fact.none("no limit is set");
    for (String folder : group.folders()) {
      nearest = nearest.or(() -> files.text(folder + name));
    }
    return nearest;
  }

  private static <T> Fact<T> unlimited() {
    return Fact.none("no limit is set");
  }
}
