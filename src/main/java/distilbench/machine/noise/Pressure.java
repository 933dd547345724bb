package distilbench.machine.noise;

import distilbench.machine.Fact;

/**
 * The share of an idle window in which some process had to wait, 0 to 1 (the kernel's pressure
 * stall information, "some"). While the measured tree runs it would tell of the tree's own threads.
 *
 * @param cpu for a CPU
 * @param memory for memory, such as pages from swap
 */
public record Pressure(Fact<Double> cpu, Fact<Double> memory) {

  static Pressure between(Counters start, Counters end) {
    double seconds = Noise.seconds(start, end);
    return new Pressure(
        Noise.difference(start.cpuWaitSeconds(), end.cpuWaitSeconds()).map(wait -> wait / seconds),
        Noise.difference(start.memoryWaitSeconds(), end.memoryWaitSeconds())
            .map(wait -> wait / seconds));
  }
}
