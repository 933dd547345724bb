package distilbench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a run in a container is told about it. */
class ContainerNoticeTest {
  @TempDir private Path root;

  /** A process in the group /job, of the kernel's first namespace, without limits. */
  @BeforeEach
  void makeAGroup() throws IOException {
    write("proc/self/cgroup", "0::/job");
    write("proc/self/mountinfo", "30 23 0:26 / /sys/fs/cgroup rw - cgroup2 cgroup2 rw");
    write("sys/fs/cgroup/job/cpu.max", "max 100000");
    write("sys/fs/cgroup/job/memory.max", "max");
    namespace("4026531835");
  }

  private void write(String file, String text) throws IOException {
    RecordedMachine.write(root, file, text + "\n");
  }

  private void namespace(String number) throws IOException {
    Path link = root.resolve("proc/self/ns/cgroup");
    Files.createDirectories(link.getParent());
    Files.deleteIfExists(link);
    Files.createSymbolicLink(link, Path.of("cgroup:[" + number + "]"));
  }

  @Test
  void outsideOfContainersNothingIsSaid() {
    assertThat(ContainerNotice.of(new MachineFiles(root))).isEmpty();
  }

  @Test
  void limitsAreSaid() throws IOException {
    write("sys/fs/cgroup/job/cpu.max", "150000 100000");
    write("sys/fs/cgroup/job/memory.max", "1073741824");

    assertThat(ContainerNotice.of(new MachineFiles(root)))
        .containsExactly(
            "Limited to 1.50 cores of CPU time and 1024 MiB of memory, page cache included.");
  }

  @Test
  void whatAContainerHidesIsSaid() throws IOException {
    write("proc/self/cgroup", "0::/");
    namespace("4026532000");
    assertThat(ContainerNotice.of(new MachineFiles(root)))
        .containsExactly(
            "In a container: no limit is seen; one above it would be hidden. Page cache and what"
                + " others use are the whole host's.");

    write("sys/fs/cgroup/cpu.max", "200000 100000");
    assertThat(ContainerNotice.of(new MachineFiles(root)))
        .containsExactly(
            "Limited to 2.00 cores of CPU time.",
            "In a container: a lower limit above it would be hidden. Page cache and what others use"
                + " are the whole host's.");
  }
}
