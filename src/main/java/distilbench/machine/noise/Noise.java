package distilbench.machine.noise;

import distilbench.machine.Fact;

/**
 * What disturbed the machine during a window. In a container the kernel's counters are the whole
 * host's, so that the processes of other containers count as foreign, which they are.
 *
 * @param foreignCpuCores mean number of cores that others than the measured tree kept busy; a
 *     little below 0 is the rounding of the kernel's clocks
 * @param stealCores mean number of cores that the hypervisor gave to others while they were wanted
 * @param throttledPeriods scheduling periods in which the CPU quota stopped the tree
 * @param throttledSeconds how long it did, summed over CPUs
 * @param frequencyMHz mean over the hardware threads and the window
 * @param swapInBytesPerSecond read back from swap
 */
public record Noise(
    Fact<Double> foreignCpuCores,
    Fact<Double> stealCores,
    Fact<Double> throttledPeriods,
    Fact<Double> throttledSeconds,
    Fact<Double> frequencyMHz,
    Fact<Double> swapInBytesPerSecond) {

  static Noise between(Counters start, Counters end, Fact<Double> frequencyMHz) {
    double seconds = seconds(start, end);
    Fact<Double> all = difference(start.busySeconds(), end.busySeconds());
    Fact<Double> own = difference(start.treeSeconds(), end.treeSeconds());
    return new Noise(
        all.flatMap(busy -> own.map(tree -> (busy - tree) / seconds)),
        difference(start.stealSeconds(), end.stealSeconds()).map(steal -> steal / seconds),
        difference(start.throttledPeriods(), end.throttledPeriods()),
        difference(start.throttledSeconds(), end.throttledSeconds()),
        frequencyMHz,
        difference(start.swappedInBytes(), end.swappedInBytes()).map(bytes -> bytes / seconds));
  }

  static double seconds(Counters start, Counters end) {
    return (end.nanos() - start.nanos()) / 1e9;
  }

  static Fact<Double> difference(Fact<Double> start, Fact<Double> end) {
    return start.flatMap(before -> end.map(after -> after - before));
  }
}
