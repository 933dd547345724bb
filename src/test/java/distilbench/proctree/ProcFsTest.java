package distilbench.proctree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import distilbench.jvm.ChildJvm;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kernel writes about processes is read as it is meant, if it is about ours. */
class ProcFsTest {
  @TempDir Path root;

  @Test
  void aProcessThatIsGoneIsAnError() {
    assertThatThrownBy(() -> ProcFs.at(root).readMaps(13, new ProcText()))
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "a b", "x) S 1 (y", "((", ")", "tmux: server", ""})
  void aCommandsNameMayHoldAnything(String command) throws IOException {
    file(
        12,
        "stat",
        "12 (" + command + ") S 7 12 12 0 -1 4194304 900 0 0 0 250 50 1000 500 20 0 31 0 99 1 1\n");

    assertThat(ProcFs.at(root).stat(12)).isEqualTo(new ProcessStat('S', 7, 3, 15, 99));
  }

  @Test
  void aZombieHasEnded() throws IOException {
    file(12, "stat", "12 (java) Z 7 12 12 0 -1 4194308 9 0 0 0 5 5 0 0 20 0 1 0 99 0 0\n");

    assertThat(ProcFs.at(root).stat(12).hasEnded()).isTrue();
  }

  @Test
  void hugeTimesDoNotOverflow() throws IOException {
    String huge = "18446744073709551615";
    file(12, "stat", "12 (java) R 7 1 1 0 -1 4 9 0 0 0 " + huge + " 0 -1 0 20 0 1 0 99 0 0\n");

    ProcessStat stat = ProcFs.at(root).stat(12);

    assertThat(stat.cpuSeconds()).isEqualTo(18446744073709551615.0 / 100);
    assertThat(stat.endedChildrenCpuSeconds()).isEqualTo(-0.01);
  }

  @Test
  void aLineThatIsCutOffIsAnError() throws IOException {
    file(12, "stat", "12 (java) R 7 1 1");

    assertThatThrownBy(() -> ProcFs.at(root).stat(12))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("12 (java) R 7 1 1");
  }

  @Test
  void readsWhatAProcessHolds() throws IOException {
    file(
        12,
        "smaps_rollup",
        """
        5642df73d000-7ffe115da000 ---p 00000000 00:00 0                          [rollup]
        Rss:              301748 kB
        Pss:              200420 kB
        Pss_Dirty:           112 kB
        Pss_Anon:         150000 kB
        Pss_File:          50000 kB
        Pss_Shmem:           420 kB
        Shared_Clean:     151596 kB
        Shared_Dirty:          0 kB
        Private_Clean:        40 kB
        Private_Dirty:    150112 kB
        Private_Hugetlb:       0 kB
        """);

    assertThat(ProcFs.at(root).memory(12))
        .isEqualTo(
            new MemoryUse(
                301748 * 1024.0,
                200420 * 1024.0,
                (40 + 150112) * 1024.0,
                150000 * 1024.0,
                50420 * 1024.0));
  }

  @Test
  void whatAnOldKernelLeavesOutIsUnknown() throws IOException {
    file(
        12,
        "smaps_rollup",
        "55-7f ---p 0 00:00 0 [rollup]\nRss: 9 kB\nPss: 8 kB\n"
            + "Private_Clean: 1 kB\nPrivate_Dirty: 2 kB\n");

    assertThat(ProcFs.at(root).memory(12))
        .isEqualTo(new MemoryUse(9 * 1024.0, 8 * 1024.0, 3 * 1024.0, Double.NaN, Double.NaN));
  }

  @Test
  void hugeMemoryIsExact() throws IOException {
    // 4 PiB, more than 48 address bits hold
    file(12, "smaps_rollup", "55-7f ---p 0 00:00 0 [rollup]\nPss:  4398046511104 kB\n");

    assertThat(ProcFs.at(root).memory(12).pss()).isEqualTo(0x1p52);
  }

  @Test
  void residentPagesAreThoseOfThisMachine() throws IOException {
    file(12, "statm", "219423 43720 10102 2 0 92038 0\n");
    Path self = Files.createDirectories(root.resolve("self"));
    ByteBuffer pairs = ByteBuffer.allocate(4 * Long.BYTES).order(ByteOrder.nativeOrder());
    pairs.putLong(3).putLong(77).putLong(6).putLong(65536);
    Files.write(self.resolve("auxv"), pairs.array());

    assertThat(ProcFs.at(root).residentBytes(12)).isEqualTo(43720 * 65536.0);
  }

  @Test
  void everyThreadsSwitchesAreRead() throws IOException {
    file(12, "task/12/status", "Name:\tjava\nnonvoluntary_ctxt_switches:\t7\n");
    file(12, "task/15/status", "Name:\tGC\nnonvoluntary_ctxt_switches:\t30\n");

    assertThat(ProcFs.at(root).involuntarySwitches(12)).isEqualTo(Map.of(12L, 7.0, 15L, 30.0));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void thisProcessAddsUp() throws IOException {
    ProcFs proc = ProcFs.ofThisMachine();
    long self = ProcessHandle.current().pid();

    MemoryUse use = proc.memory(self);

    assertThat(proc.obstacle()).isEmpty();
    assertThat(use.pssAnonymous() + use.pssFile()).isCloseTo(use.pss(), within(64 * 1024.0));
    assertThat(use.rss()).isGreaterThanOrEqualTo(use.pss());
    assertThat(use.pss()).isGreaterThanOrEqualTo(use.uss());
    assertThat(proc.residentBytes(self)).isCloseTo(use.rss(), withinPercentage(5));
    assertThat(proc.stat(self).parent())
        .isEqualTo(ProcessHandle.current().parent().orElseThrow().pid());
    assertThat(proc.stat(self).cpuSeconds()).isPositive();
  }

  @Test
  void ourOwnPidsAreOurs() throws IOException {
    self("Name:\tjava\nPid:\t7\nGroups:\t" + "1000 ".repeat(5000) + "\nNSpid:\t7\n");

    assertThat(ProcFs.mounted(root, 7).obstacle()).isEmpty();
  }

  @Test
  void anOldKernelThatNamesOnePidIsBelieved() throws IOException {
    self("Name:\tjava\nPid:\t7\n");

    assertThat(ProcFs.mounted(root, 7).obstacle()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"Pid:\t812\nNSpid:\t812\t7\n", "Pid:\t7\nNSpid:\t7\t7\n", "Pid:\t8\n"})
  void pidsOfAnotherNamespaceAreNobodysHere(String status) throws IOException {
    self(status);
    file(7, "stat", "7 (java) S 1 7 12 0 -1 4194304 900 0 0 0 250 50 1000 500 20 0 31 0 99 1 1\n");
    file(7, "statm", "9 1 0 0 0 0 0\n");

    ProcFs proc = ProcFs.mounted(root, 7);

    assertThat(proc.obstacle().orElseThrow())
        .contains(root + " belongs to another pid namespace", "not 7");
    assertThatThrownBy(() -> proc.stat(7)).hasMessageContaining("another pid namespace");
    assertThatThrownBy(() -> proc.residentBytes(7)).hasMessageContaining("another pid namespace");
    assertThatThrownBy(() -> proc.memory(7)).hasMessageContaining("another pid namespace");
  }

  @Test
  void aMountThatDoesNotShowThisProcessIsNotBelieved() throws IOException {
    Files.writeString(root.resolve("loadavg"), "0.1 0.1 0.1 1/9 7\n");

    assertThat(ProcFs.mounted(root, 7).obstacle()).hasValue(root + " does not show this process");
  }

  @Test
  void anotherSystemTellsNothing() {
    assertThat(ProcFs.mounted(root, 7).obstacle().orElseThrow()).contains("Linux 4.14");
  }

  /** Needs root, and unshare, which most Linux systems have. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aNewPidNamespaceWithTheOldProcIsNoticed() throws Exception {
    Path unshare = Path.of("/usr/bin/unshare");
    assumeTrue(Files.isExecutable(unshare) && unshared("true").start().waitFor() == 0);
    List<String> java = ChildJvm.describe(Obstacle.class, List.of("-Xmx32m"), List.of()).command();

    Process process = unshared(java.toArray(String[]::new)).start();
    String said = process.inputReader().readLine();
    process.waitFor();

    assertThat(said).contains("/proc belongs to another pid namespace", "not 1");
  }

  private static ProcessBuilder unshared(String... command) {
    List<String> all = new ArrayList<>(List.of("/usr/bin/unshare", "--pid", "--fork"));
    all.addAll(List.of(command));
    return new ProcessBuilder(all).redirectError(ProcessBuilder.Redirect.DISCARD);
  }

  /** Says what stands in the way of reading /proc where it runs. */
  static final class Obstacle {
    public static void main(String[] arguments) {
      System.out.println(ProcFs.ofThisMachine().obstacle().orElse("none"));
    }
  }

  private void self(String status) throws IOException {
    Path self = Files.createDirectories(root.resolve("self"));
    Files.writeString(self.resolve("status"), status);
    Files.writeString(self.resolve("smaps_rollup"), "");
    Files.writeString(root.resolve("loadavg"), "0.1 0.1 0.1 1/9 7\n");
  }

  private void file(long pid, String name, String content) throws IOException {
    Path file = root.resolve(Long.toString(pid)).resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
