package distilbench.proctree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the kernel writes about mappings is read as it is meant. */
class ProcFsTest {
  private static final long KIB = 1024;

  @TempDir Path root;

  @Test
  void readsEveryMappingWithItsPages() throws IOException {
    smaps(
        12,
        """
        7f97f89f4000-7f97f92f4000 rw-p 075f4000 fe:00 10019525                   /models/a b/weights.bin
        Size:               9216 kB
        KernelPageSize:        4 kB
        Rss:                9216 kB
        Pss:                1152 kB
        Shared_Clean:       9000 kB
        Shared_Dirty:        200 kB
        Private_Clean:         8 kB
        Private_Dirty:         8 kB
        Anonymous:             0 kB
        THPeligible:           0
        VmFlags: rd wr mr mw me ac sd
        7f97f92f4000-7f97f9300000 rw-p 00000000 00:00 0
        Shared_Clean:          0 kB
        Shared_Dirty:          0 kB
        Private_Dirty:        48 kB
        7ffc1b5f1000-7ffc1b613000 rw-p 00000000 00:00 0                          [stack]
        Private_Dirty:        36 kB
        """);

    assertThat(ProcFs.at(root).mappings(12))
        .containsExactly(
            new Mapping("/models/a b/weights.bin", 9200 * KIB, 8 * KIB),
            new Mapping("", 0, 48 * KIB),
            new Mapping("[stack]", 0, 36 * KIB));
  }

  @Test
  void aProcessThatIsGoneIsAnError() {
    assertThatThrownBy(() -> ProcFs.at(root).mappings(13)).isInstanceOf(IOException.class);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void readsThisProcess() throws IOException {
    assertThat(ProcFs.ofThisMachine().mappings(ProcessHandle.current().pid()))
        .anySatisfy(mapping -> assertThat(mapping.path()).endsWith("libjvm.so"))
        .anySatisfy(mapping -> assertThat(mapping.privateDirty()).isPositive());
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "a b", "x) S 1 (y", "((", ")", "tmux: server", ""})
  void aCommandsNameMayHoldAnything(String command) throws IOException {
    file(
        12,
        "stat",
        "12 (" + command + ") S 7 12 12 0 -1 4194304 900 0 0 0 250 50 1000 500 20 0 31 0 99 1 1\n");

    assertThat(ProcFs.at(root).stat(12)).isEqualTo(new ProcessStat('S', 7, 3, 15));
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

    assertThat(proc.tellsMemory()).isTrue();
    assertThat(use.pssAnonymous() + use.pssFile()).isCloseTo(use.pss(), within(64 * 1024.0));
    assertThat(use.rss()).isGreaterThanOrEqualTo(use.pss());
    assertThat(use.pss()).isGreaterThanOrEqualTo(use.uss());
    assertThat(proc.residentBytes(self)).isCloseTo(use.rss(), withinPercentage(5));
    assertThat(proc.stat(self).parent())
        .isEqualTo(ProcessHandle.current().parent().orElseThrow().pid());
    assertThat(proc.stat(self).cpuSeconds()).isPositive();
  }

  private void smaps(long pid, String content) throws IOException {
    file(pid, "smaps", content);
  }

  private void file(long pid, String name, String content) throws IOException {
    Path file = root.resolve(Long.toString(pid)).resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }
}
