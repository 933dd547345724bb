package distilbench.machine;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * All caches of one kind.
 *
 * @param level 1 to 4
 * @param type "Data", "Instruction" or "Unified"
 * @param bytes size of one
 * @param instances how many there are
 * @param threadsPerInstance hardware threads that share one
 */
record Cache(int level, String type, long bytes, int instances, int threadsPerInstance) {
  private static final String CPUS = "sys/devices/system/cpu";
  private static final Comparator<Cache> ORDER =
      Comparator.comparingInt(Cache::level)
          .thenComparing(Cache::type)
          .thenComparing(Cache::bytes)
          .thenComparing(Cache::threadsPerInstance);

  /** Those of all hardware threads that are online, by level. */
  static Fact<List<Cache>> readAll(MachineFiles files) {
    return files.online().flatMap(online -> readAll(files, online.stream().toArray()));
  }

  private static Fact<List<Cache>> readAll(MachineFiles files, int[] cpus) {
    Set<String> seen = new HashSet<>();
    Map<Cache, Integer> instances = new HashMap<>();
    for (int cpu : cpus) {
      String folder = CPUS + "/cpu" + cpu + "/cache";
      for (int index : files.numbered(folder, "index")) {
        String cache = folder + "/index" + index + "/";
        Fact<String> shared = files.text(cache + "shared_cpu_list");
        Fact<Cache> one = shared.flatMap(threads -> readOne(files, cache, threads));
        if (!one.isKnown()) {
          return Fact.none(one.whyNull());
        }
        if (seen.add(one.value().level() + one.value().type() + shared.value())) {
          instances.merge(one.value(), 1, Integer::sum);
        }
      }
    }
    if (instances.isEmpty()) {
      return Fact.none("no folder cache/index0 below /" + CPUS);
    }
    List<Cache> caches = new ArrayList<>();
    instances.forEach((one, count) -> caches.add(one.times(count)));
    caches.sort(ORDER);
    return Fact.of(caches);
  }

  private static Fact<Cache> readOne(MachineFiles files, String folder, String threads) {
    int sharing = CpuList.parse(threads).cardinality();
    return files
        .number(folder + "level")
        .flatMap(
            level ->
                files
                    .text(folder + "type")
                    .flatMap(
                        type ->
                            files
                                .text(folder + "size")
                                .map(
                                    size ->
                                        new Cache(
                                            level.intValue(), type, bytes(size), 1, sharing))));
  }

  /** The kernel writes sizes in KiB, e.g. "32768K". */
  private static long bytes(String size) {
    return Long.parseLong(size.replace("K", "")) * 1024;
  }

  private Cache times(int count) {
    return new Cache(level, type, bytes, count, threadsPerInstance);
  }
}
