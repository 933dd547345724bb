package distilbench.machine.noise;

import distilbench.machine.ControlGroup;
import distilbench.machine.Fact;
import distilbench.machine.MachineFiles;
import distilbench.proctree.ProcFs;
import distilbench.proctree.ProcessStat;
import distilbench.proctree.ProcessTree;
import java.io.IOException;
import java.util.Arrays;

/**
 * What the kernel has counted up to one moment; what happened in a window is the difference of two.
 *
 * @param nanos the moment, see {@link System#nanoTime}
 * @param busySeconds CPU time of all processes and interrupts on this machine
 * @param stealSeconds CPU time that the hypervisor gave to others while this machine wanted it
 * @param treeSeconds CPU time of one process and of everything below it, ended processes too
 * @param treeProcesses how many of them live
 * @param throttledPeriods scheduling periods in which a CPU quota stopped the process's group
 * @param throttledSeconds how long, summed over CPUs
 * @param swappedInBytes read back from swap
 * @param cpuWaitSeconds how long at least one process had to wait for a CPU
 * @param memoryWaitSeconds how long at least one process had to wait for memory
 */
record Counters(
    long nanos,
    Fact<Double> busySeconds,
    Fact<Double> stealSeconds,
    Fact<Double> treeSeconds,
    int treeProcesses,
    Fact<Double> throttledPeriods,
    Fact<Double> throttledSeconds,
    Fact<Double> swappedInBytes,
    Fact<Double> cpuWaitSeconds,
    Fact<Double> memoryWaitSeconds) {
  private static final String STAT = "proc/stat";
  private static final double MICROS_PER_SECOND = 1e6;
  private static final double NANOS_PER_SECOND = 1e9;

  /**
   * Where user, nice, system, irq and softirq stand in {@code /proc/stat}, see proc(5). The time of
   * guests is part of user and nice.
   */
  private static final int[] BUSY = {0, 1, 2, 5, 6};

  private static final int STEAL = 7;

  /**
   * Reads all of them.
   *
   * @param nanos the moment
   * @param tree the processes whose CPU time is known apart
   */
  static Counters read(long nanos, MachineFiles files, ProcFs processes, ProcessTree tree) {
    Fact<String[]> times = files.after(STAT, "cpu").map(text -> text.split("\\s+"));
    Fact<ControlGroup> group = ControlGroup.of(files, "cpu");
    return new Counters(
        nanos,
        seconds(times, BUSY),
        seconds(times, STEAL),
        treeSeconds(tree),
        tree.pids().size(),
        group.flatMap(of -> sum(files, of, "nr_throttled")),
        group.flatMap(
            of ->
                of.version() == 1
                    ? sum(files, of, "throttled_time").map(time -> time / NANOS_PER_SECOND)
                    : sum(files, of, "throttled_usec").map(time -> time / MICROS_PER_SECOND)),
        files.counter("proc/vmstat", "pswpin").map(pages -> (double) pages * processes.pageBytes()),
        waiting(files, "cpu"),
        waiting(files, "memory"));
  }

  private static Fact<Double> seconds(Fact<String[]> times, int... fields) {
    return times.flatMap(
        ticks ->
            ticks.length > STEAL
                ? Fact.of(
                    Arrays.stream(fields).mapToDouble(at -> Double.parseDouble(ticks[at])).sum()
                        / ProcessStat.TICKS_PER_SECOND)
                : Fact.none("/" + STAT + " has too few fields"));
  }

  private static Fact<Double> treeSeconds(ProcessTree tree) {
    double seconds;
    try {
      tree.list();
      seconds = tree.cpuSeconds();
    } catch (IOException e) {
      return Fact.none("the CPU time of the measured processes cannot be read: " + e.getMessage());
    }
    return Double.isNaN(seconds)
        ? Fact.none("the CPU time of the measured processes cannot be read")
        : Fact.of(seconds);
  }

  /** A group is stopped by its own quota and by those above it. */
  private static Fact<Double> sum(MachineFiles files, ControlGroup group, String counter) {
    Fact<Double> sum = Fact.none("no CPU quota is counted: no " + counter + " in cpu.stat");
    for (String folder : group.folders()) {
      Fact<Long> one = files.counter(folder + "/cpu.stat", counter);
      if (one.isKnown()) {
        sum = Fact.of((sum.isKnown() ? sum.value() : 0) + one.value());
      }
    }
    return sum;
  }

  /** The first line reads "some avg10=0.00 avg60=0.00 avg300=0.00 total=12345", in microseconds. */
  private static Fact<Double> waiting(MachineFiles files, String resource) {
    return files
        .after("proc/pressure/" + resource, "some")
        .map(text -> Long.parseLong(text.substring(text.indexOf("total=") + "total=".length())))
        .map(time -> time / MICROS_PER_SECOND);
  }
}
