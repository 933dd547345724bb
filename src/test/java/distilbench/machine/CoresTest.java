package distilbench.machine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import distilbench.jvm.ChildJvm;
import distilbench.jvm.ChildProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Cores are counted, not hardware threads, and only those that the process may use. */
@Timeout(60)
class CoresTest {
  @TempDir Path root;

  @Test
  void hardwareThreadsOfOneCoreCountOnce() throws IOException {
    allow("0-7");
    siblings("0,4", 0, 4);
    siblings("1,5", 1, 5);
    siblings("2,6", 2, 6);
    siblings("3,7", 3, 7);

    assertThat(Cores.usable(root, 8)).isEqualTo(4);
  }

  @Test
  void coresWithoutSiblingsCountEach() throws IOException {
    allow("0-3");
    for (int cpu = 0; cpu < 4; cpu++) {
      siblings(Integer.toString(cpu), cpu);
    }

    assertThat(Cores.usable(root, 4)).isEqualTo(4);
  }

  @Test
  void onlyCoresWithinTheAffinityCount() throws IOException {
    allow("0,2-3");
    siblings("0-1", 0, 1);
    siblings("2-3", 2, 3);
    siblings("4-5", 4, 5);

    assertThat(Cores.usable(root, 3)).isEqualTo(2);
  }

  @Test
  void halfACoreIsACore() throws IOException {
    allow("1,3");
    siblings("0-1", 0, 1);
    siblings("2-3", 2, 3);

    assertThat(Cores.usable(root, 2)).isEqualTo(2);
  }

  @Test
  void aQuotaBelowTheNumberOfCoresLimitsThem() throws IOException {
    allow("0-7");
    for (int cpu = 0; cpu < 8; cpu++) {
      siblings(Integer.toString(cpu), cpu);
    }

    assertThat(Cores.usable(root, 3)).isEqualTo(3);
  }

  @Test
  void aQuotaBetweenCoresAndHardwareThreadsLimitsNothing() throws IOException {
    allow("0-3");
    siblings("0-1", 0, 1);
    siblings("2-3", 2, 3);

    assertThat(Cores.usable(root, 3)).isEqualTo(2);
  }

  @Test
  void hardwareThreadsCountWhereTheKernelTellsNothing() throws IOException {
    assertThat(Cores.usable(root, 6)).isEqualTo(6);

    Files.createDirectories(root.resolve("proc/self"));
    Files.writeString(root.resolve("proc/self/status"), "Name:\tjava\n");
    assertThat(Cores.usable(root, 6)).isEqualTo(6);
  }

  @Test
  void hardwareThreadsCountWhereTheirCoresAreUnknown() throws IOException {
    allow("0-5");

    assertThat(Cores.usable(root, 6)).isEqualTo(6);
  }

  @Test
  void allowedHardwareThreadsThatAreOfflineDoNotCount() throws IOException {
    allow("0-127");
    siblings("0-1", 0, 1);
    siblings("2-3", 2, 3);

    assertThat(Cores.usable(root, 4)).isEqualTo(2);
  }

  @Test
  void thisMachineHasAtLeastOneAndNoMoreThanHardwareThreads() {
    assertThat(Cores.usable()).isBetween(1, Runtime.getRuntime().availableProcessors());
  }

  @Test
  void aProcessBoundToOneHardwareThreadHasOneCore() throws Exception {
    assumeTrue(Files.isExecutable(Path.of("/usr/bin/taskset")), "taskset is not installed");
    List<String> command = new ArrayList<>(List.of("/usr/bin/taskset", "-c", firstAllowedCpu()));
    command.addAll(ChildJvm.describe(CoreCount.class, List.of(), List.of()).command());

    try (ChildProgram child = ChildProgram.start(new ProcessBuilder(command))) {
      assertThat(child.exitCode()).as(child.errors().text()).isZero();
      assertThat(child.output().text()).isEqualTo("1");
    }
  }

  /** Not always 0: a container may have been given others. */
  private static String firstAllowedCpu() throws IOException {
    String label = "Cpus_allowed_list:";
    return Files.readAllLines(Path.of("/proc/self/status")).stream()
        .filter(line -> line.startsWith(label))
        .map(line -> line.substring(label.length()).strip().split("[,-]")[0])
        .findFirst()
        .orElseThrow();
  }

  private void allow(String list) throws IOException {
    Files.createDirectories(root.resolve("proc/self"));
    Files.writeString(
        root.resolve("proc/self/status"),
        "Name:\tjava\nCpus_allowed:\tff\nCpus_allowed_list:\t" + list + "\nMems_allowed:\t1\n");
  }

  private void siblings(String list, int... cpus) throws IOException {
    for (int cpu : cpus) {
      Path topology = root.resolve("sys/devices/system/cpu/cpu" + cpu + "/topology");
      Files.createDirectories(topology);
      Files.writeString(topology.resolve("thread_siblings_list"), list + "\n");
    }
  }
}
