package distilbench.proctree;

import static distilbench.proctree.RecordedMaps.ALONE;
import static distilbench.proctree.RecordedMaps.SHARED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tree is whole or there is none: from recorded files. */
class ProcessTreeTest {
  private static final long TOP = 100;
  private static final double KIB = 1024;

  /** When processes started. */
  private static final int EARLIER = 99;

  private static final int LATER = 100;

  @TempDir Path proc;
  private ProcessTree tree;

  @BeforeEach
  void startTree() throws IOException {
    newestPid(500);
    process(1, 'S', 0);
    process(2, 'S', 0);
    process(99, 'S', 1);
    process(TOP, 'S', 99);
    tree = new ProcessTree(ProcFs.at(proc), TOP);
  }

  @Test
  void holdsEverythingBelowAndNothingElse() throws IOException {
    process(101, 'S', TOP);
    process(102, 'R', TOP);
    process(40, 'S', 102);
    process(103, 'S', 99);
    kernelThread(3);

    tree.list();

    assertThat(tree.pids()).containsExactlyInAnyOrder(TOP, 101L, 102L, 40L);
  }

  @Test
  void sumsItsProcesses() throws IOException {
    process(101, 'S', TOP);
    process(102, 'S', 101);
    holds(TOP, 50, 40);
    holds(101, 30, 20);
    holds(102, 30, 20);
    tree.list();

    ProcessTree.Memory memory = tree.memory();

    assertThat(memory.processes()).isEqualTo(3);
    assertThat(memory.root().pss()).isEqualTo(40 * KIB);
    assertThat(memory.workers().pss()).isEqualTo(40 * KIB);
    assertThat(memory.tree().rss()).isEqualTo(110 * KIB);
    assertThat(tree.resident()).isEqualTo(new ProcessTree.Resident(4096, 3 * 4096));
  }

  /** The kernel does not show which pages they map: PSS and USS are its own. */
  @Test
  void withoutPagesTheKernelsFiguresStandAndAreNotExact() throws IOException {
    holds(TOP, 50, 40);
    tree.list();

    assertThat(tree.memory().exact()).isFalse();
    assertThat(tree.memory().tree().pss()).isEqualTo(40 * KIB);
    assertThat(tree.memory().rawPss()).isEqualTo(40 * KIB);
  }

  @Test
  void pagesOfFilesAreDividedWithinTheTree() throws IOException {
    process(101, 'S', TOP);
    // Of 8 KiB of a file each, strangers take half.
    rollup(
        TOP,
        "Rss: 18 kB\nPss: 14 kB\nPss_Anon: 10 kB\nPss_File: 4 kB\nPrivate_Clean: 0 kB\nPrivate_Dirty: 10 kB");
    rollup(
        101,
        "Rss: 13 kB\nPss: 9 kB\nPss_Anon: 5 kB\nPss_File: 4 kB\nPrivate_Clean: 0 kB\nPrivate_Dirty: 5 kB");
    map(TOP, 0, SHARED, SHARED);
    map(101, 1, SHARED, SHARED);
    tree.list();

    ProcessTree.Memory memory = tree.memory();

    assertThat(memory.exact()).isTrue();
    assertThat(memory.rawPss()).isEqualTo(23 * KIB);
    assertThat(memory.root()).isEqualTo(use(18, 10 + 4 + 2, 10 + 4, 10, 4 + 2));
    assertThat(memory.workers()).isEqualTo(use(13, 5 + 4 + 2, 5 + 4, 5, 4 + 2));
  }

  @Test
  void pagesThatTheKernelCallsPrivateAreNotCountedTwice() throws IOException {
    rollup(
        TOP,
        "Rss: 18 kB\nPss: 16 kB\nPss_Anon: 10 kB\nPss_File: 6 kB\nPrivate_Clean: 14 kB\nPrivate_Dirty: 0 kB");
    map(TOP, 0, ALONE, SHARED);
    tree.list();

    assertThat(tree.memory().root()).isEqualTo(use(18, 18, 18, 10, 8));
  }

  @Test
  void anOldKernelThatDoesNotTellMemoryWithoutFileIsNotExact() throws IOException {
    rollup(TOP, "Rss: 18 kB\nPss: 16 kB");
    map(TOP, 0, ALONE, SHARED);
    tree.list();

    assertThat(tree.memory().exact()).isFalse();
    assertThat(tree.memory().root().pss()).isEqualTo(16 * KIB);
  }

  @Test
  void aProcessThatEndsWhileItsPagesAreReadIsInNoSum() throws IOException {
    process(101, 'S', TOP);
    rollup(
        TOP,
        "Rss: 18 kB\nPss: 14 kB\nPss_Anon: 10 kB\nPss_File: 4 kB\nPrivate_Clean: 0 kB\nPrivate_Dirty: 10 kB");
    rollup(
        101,
        "Rss: 13 kB\nPss: 9 kB\nPss_Anon: 5 kB\nPss_File: 4 kB\nPrivate_Clean: 0 kB\nPrivate_Dirty: 5 kB");
    map(TOP, 0, SHARED, SHARED);
    map(101, 1, SHARED, SHARED);
    tree.list();
    process(101, 'Z', TOP);
    Files.write(proc.resolve("101/pagemap"), new byte[0]);

    ProcessTree.Memory memory = tree.memory();

    assertThat(memory.exact()).isTrue();
    assertThat(memory.processes()).isEqualTo(1);
    assertThat(memory.tree().pssFile()).isEqualTo(8 * KIB);
  }

  @Test
  void anotherProcessWithTheSamePidIsNone() throws IOException {
    process(101, 'S', TOP);
    process(102, 'S', TOP);
    holds(TOP, 50, 40);
    holds(101, 30, 20);
    holds(102, 30, 20);
    tree.list();
    stat(101, "(stranger)", 'S', 1, LATER);
    newestPid(101);

    assertThat(tree.memory().tree().pss()).isEqualTo(60 * KIB);
    assertThat(tree.cpuSeconds()).isEqualTo(6);
    assertThat(tree.resident()).isEqualTo(new ProcessTree.Resident(4096, 2 * 4096));
    assertThat(tree.pids()).containsExactly(TOP, 102L);
  }

  /** It cannot be read, and it need not be. */
  @Test
  void anotherUsersProcessWithTheSamePidIsNoGap() throws IOException {
    process(101, 'S', TOP);
    holds(TOP, 50, 40);
    tree.list();
    stat(101, "(stranger)", 'S', 1, LATER);

    assertThat(tree.memory().tree().pss()).isEqualTo(40 * KIB);
  }

  @Test
  void aWorkerWhosePidIsAnotherProcesssHasEnded() throws IOException {
    process(103, 'S', TOP);
    tree.expect(List.of(103L));
    stat(103, "(stranger)", 'S', 1, LATER);

    tree.list();

    assertThat(tree.pids()).containsExactly(TOP);
  }

  @Test
  void aSiblingThatEndsWhileProcessesAreListedHidesNobody() throws IOException {
    process(101, 'S', TOP);
    // Listed, and gone before it is read.
    Files.createDirectory(proc.resolve("102"));
    process(103, 'S', TOP);

    tree.list();

    assertThat(tree.pids()).containsExactlyInAnyOrder(TOP, 101L, 103L);
  }

  @Test
  void aProcessThatEndsBetweenListingAndReadingHoldsNothing() throws IOException {
    process(101, 'S', TOP);
    process(102, 'S', TOP);
    holds(TOP, 50, 40);
    holds(101, 30, 20);
    holds(102, 30, 20);
    tree.list();
    delete(102);

    assertThat(tree.memory().tree().pss()).isEqualTo(60 * KIB);
    assertThat(tree.memory().processes()).isEqualTo(2);
  }

  @Test
  void aZombieHoldsNothingButItsCpuTimeCounts() throws IOException {
    process(101, 'Z', TOP);
    holds(TOP, 50, 40);
    tree.list();

    assertThat(tree.memory().tree().pss()).isEqualTo(40 * KIB);
    // Each process: 1 s of its own, 2 s of ended children.
    assertThat(tree.cpuSeconds()).isEqualTo(6);
  }

  @Test
  void aProcessThatMayNotBeReadMakesItUnknown() throws IOException {
    process(101, 'S', TOP);
    holds(TOP, 50, 40);
    tree.list();

    assertThatThrownBy(tree::memory)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("process 101 cannot be read")
        .hasMessageContaining("smaps_rollup");
  }

  @Test
  void aLivingWorkerThatIsNotInTheTreeMakesItUnknown() throws IOException {
    process(103, 'S', 99);
    tree.list();

    tree.expect(List.of(103L));

    assertThatThrownBy(tree::list).hasMessageContaining("process 103");
  }

  @Test
  void aWorkerThatHasEndedIsNotMissed() throws IOException {
    process(103, 'Z', 99);

    tree.expect(List.of(103L, 104L));
    tree.list();

    assertThat(tree.pids()).containsExactly(TOP);
  }

  @Test
  void aTreeWithoutItsTopIsNone() {
    assertThatThrownBy(new ProcessTree(ProcFs.at(proc), 7)::list)
        .hasMessageContaining("process 7 is not there");
  }

  @Test
  void isListedAnewWhenProcessesWereStarted() throws IOException {
    tree.list();
    process(501, 'S', TOP);

    tree.list();
    assertThat(tree.pids()).containsExactly(TOP);

    newestPid(501);
    tree.list();
    assertThat(tree.pids()).containsExactly(TOP, 501L);
  }

  private void newestPid(long pid) throws IOException {
    Files.writeString(proc.resolve("loadavg"), "1.80 1.14 0.52 3/88 " + pid + "\n");
  }

  private void process(long pid, char state, long parent) throws IOException {
    stat(pid, "(java)", state, parent);
    Files.writeString(proc.resolve(pid + "/statm"), "9 1 0 0 0 0 0\n");
  }

  /** Has no memory of its own: its smaps_rollup cannot be read, its statm is all zeros. */
  private void kernelThread(long pid) throws IOException {
    stat(pid, "(kworker/0:1-ev)", 'I', 2);
    Files.writeString(proc.resolve(pid + "/statm"), "0 0 0 0 0 0 0\n");
  }

  private void stat(long pid, String command, char state, long parent) throws IOException {
    stat(pid, command, state, parent, EARLIER);
  }

  private void stat(long pid, String command, char state, long parent, int start)
      throws IOException {
    Path folder = Files.createDirectories(proc.resolve(Long.toString(pid)));
    Files.writeString(
        folder.resolve("stat"),
        String.format(
            "%d %s %c %d 1 1 0 -1 4194304 9 0 0 0 60 40 120 80 20 0 1 0 %d 0 0\n",
            pid, command, state, parent, start));
  }

  private void holds(long pid, int rssKib, int pssKib) throws IOException {
    rollup(pid, String.format("Rss: %d kB\nPss: %d kB", rssKib, pssKib));
  }

  private void rollup(long pid, String fields) throws IOException {
    Files.writeString(
        proc.resolve(pid + "/smaps_rollup"), "55-7f ---p 0 00:00 0 [rollup]\n" + fields + "\n");
  }

  private void map(long pid, long pageInFile, long... entries) throws IOException {
    new RecordedMaps(proc, pid).map("fe:00 77 /weights", pageInFile, entries);
  }

  private static MemoryUse use(int rss, int pss, int uss, int anonymous, int file) {
    return new MemoryUse(rss * KIB, pss * KIB, uss * KIB, anonymous * KIB, file * KIB);
  }

  private void delete(long pid) throws IOException {
    for (String name : List.of("stat", "statm", "smaps_rollup", "")) {
      Files.delete(proc.resolve(Long.toString(pid)).resolve(name));
    }
  }
}
