package distilbench.machine.noise;

import static distilbench.machine.FactAssertions.assertAbout;
import static org.assertj.core.api.Assertions.assertThat;

import distilbench.machine.Fact;
import distilbench.machine.MachineFiles;
import distilbench.machine.RecordedMachine;
import distilbench.proctree.ProcFs;
import distilbench.proctree.ProcessTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happened between two readings of the kernel's counters, ten seconds apart. */
class NoiseTest {
  private static final long TREE = 4711;
  private static final Fact<Double> NO_FREQUENCY = Fact.none("not of interest");

  @TempDir private Path start;
  @TempDir private Path end;

  @BeforeEach
  void unpack() throws IOException {
    RecordedMachine.unpack("noise-start", start);
    RecordedMachine.unpack("noise-end", end);
  }

  @Test
  void cpuTimeOfOthersIsAllButTheTreesOwnAndItsEndedChildrens() {
    assertAbout(noise().foreignCpuCores(), (28.3 - 18.3) / 10);
  }

  @Test
  void stolenTimeIsNotBusyTime() {
    assertAbout(noise().stealCores(), 0.3);
  }

  @Test
  void throttlingAndSwapInAreWhatWasAdded() {
    assertAbout(noise().throttledPeriods(), 12);
    assertAbout(noise().throttledSeconds(), 3);
    assertAbout(noise().swapInBytesPerSecond(), 2560 * 4096 / 10.0);
  }

  @Test
  void cgroupVersionOneCountsNanoseconds() throws IOException {
    for (Path root : new Path[] {start, end}) {
      RecordedMachine.unpack("container-cgroup-v1", root);
    }
    RecordedMachine.write(
        end,
        "sys/fs/cgroup/cpu,cpuacct/cpu.stat",
        "nr_periods 4220\nnr_throttled 40\nthrottled_time 2340214338\n");

    assertAbout(noise().throttledPeriods(), 3);
    assertAbout(noise().throttledSeconds(), 0.5);
  }

  @Test
  void pressureIsTheShareOfTheTimeInWhichSomeoneWaited() throws IOException {
    Pressure pressure = Pressure.between(count(start, 0), count(end, 10));

    assertAbout(pressure.cpu(), 0.25);
    assertAbout(pressure.memory(), 0.01);
  }

  @Test
  void whatCannotBeReadAtOneEndIsUnknownAndTheRestIsNot() throws IOException {
    Files.delete(end.resolve("proc/4711/stat"));
    Files.delete(start.resolve("proc/vmstat"));
    Files.delete(end.resolve("proc/pressure/cpu"));

    assertThat(noise().foreignCpuCores().whyNull()).contains("cannot be read");
    assertThat(noise().swapInBytesPerSecond().whyNull()).isEqualTo("there is no /proc/vmstat");
    assertThat(Pressure.between(count(start, 0), count(end, 10)).cpu().whyNull())
        .isEqualTo("there is no /proc/pressure/cpu");
    assertAbout(noise().stealCores(), 0.3);
  }

  @Test
  void withoutACpuControllerThrottlingIsUnknown() throws IOException {
    Files.delete(start.resolve("sys/fs/cgroup/cpu.stat"));

    assertThat(noise().throttledPeriods().whyNull()).contains("nr_throttled");
  }

  private Noise noise() {
    return Noise.between(count(start, 0), count(end, 10), NO_FREQUENCY);
  }

  private static Counters count(Path root, long second) {
    ProcFs processes = ProcFs.at(root.resolve("proc"));
    return Counters.read(
        TimeUnit.SECONDS.toNanos(second),
        new MachineFiles(root),
        processes,
        new ProcessTree(processes, TREE));
  }
}
