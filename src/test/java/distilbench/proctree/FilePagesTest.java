package distilbench.proctree;

import static distilbench.proctree.RecordedMaps.ALONE;
import static distilbench.proctree.RecordedMaps.OWN;
import static distilbench.proctree.RecordedMaps.SHARED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Each page of a file is divided among the processes that are asked about, and nobody else. */
class FilePagesTest {
  private static final String WEIGHTS = "fe:00 77                       /a b/weights";
  private static final long ABSENT = 0;

  @TempDir Path proc;

  @Test
  void pagesAreDividedAmongThoseWhoMapThem() throws IOException {
    recorded(1).map(WEIGHTS, 0, SHARED, SHARED, SHARED, ABSENT);
    recorded(2).map(WEIGHTS, 1, SHARED, SHARED, ALONE);
    recorded(3).map(WEIGHTS, 2, SHARED);
    // A stranger, who is not asked about.
    recorded(4).map(WEIGHTS, 0, SHARED, SHARED, SHARED, SHARED);

    assertThat(all(1L, 2L, 3L))
        .containsExactly(
            new FilePages.Part(true, 1 + 1 / 2.0 + 1 / 3.0, 1, 2, 0, 0),
            new FilePages.Part(true, 1 / 2.0 + 1 / 3.0 + 1, 1, 2, 1, 0),
            new FilePages.Part(true, 1 / 3.0, 0, 1, 0, 0));
  }

  @Test
  void aPageThatOneProcessMapsTwiceCountsOnce() throws IOException {
    recorded(1).map(WEIGHTS, 0, SHARED, SHARED).map(WEIGHTS, 1, SHARED, SHARED);

    assertThat(all(1L)).containsExactly(new FilePages.Part(true, 3, 3, 0, 0, 0));
  }

  @Test
  void ownCopiesAndMemoryWithoutFileAreNoPagesOfAFile() throws IOException {
    recorded(1)
        .map(WEIGHTS, 0, SHARED, OWN, OWN)
        .map("00:00 0 ", 0, OWN)
        .map("00:00 0 [heap]", 0, OWN);

    assertThat(all(1L)).containsExactly(new FilePages.Part(true, 1, 1, 0, 0, 2));
  }

  @Test
  void filesAreToldApartByDeviceAndInode() throws IOException {
    // These two inodes are one number in floating point.
    recorded(1).map("fe:00 18446744073709551614 /a", 0, SHARED);
    recorded(2).map("fe:00 18446744073709551615 /a", 0, SHARED);
    recorded(3).map("fe:01 18446744073709551615 /a", 0, SHARED);

    assertThat(all(1L, 2L, 3L)).extracting(FilePages.Part::alone).containsExactly(1L, 1L, 1L);
  }

  @Test
  void aFileOfAnySizeIsReadFromAnyPlace() throws IOException {
    long far = (5L << 40) / RecordedMaps.PAGE_BYTES;
    long[] many = new long[10_000];
    Arrays.fill(many, SHARED);
    recorded(1).map(WEIGHTS, 3, many).map(WEIGHTS, far, SHARED);
    recorded(2).map(WEIGHTS, 0, many).map(WEIGHTS, far - 1, SHARED, SHARED);

    assertThat(all(1L, 2L))
        .containsExactly(
            new FilePages.Part(true, 3 + 9_998 / 2.0, 3, 9_998, 0, 0),
            new FilePages.Part(true, 3 + 1 + 9_998 / 2.0, 4, 9_998, 0, 0));
  }

  @Test
  void oneFileAloneIsFoundByItsPath() throws IOException {
    recorded(1).map(WEIGHTS, 0, SHARED).map("fe:00 78 /a b/weights.old", 0, SHARED, OWN);

    assertThat(new FilePages(ProcFs.at(proc)).ofFile(Path.of("/a b/weights"), List.of(1L)))
        .containsExactly(new FilePages.Part(true, 1, 1, 0, 0, 0));
  }

  @Test
  void aProcessThatEndsIsIncomplete() throws IOException {
    recorded(1).map(WEIGHTS, 0, SHARED);
    recorded(2).map(WEIGHTS, 0, SHARED);
    Files.write(proc.resolve("2/pagemap"), new byte[0]);
    recorded(3);

    assertThat(all(1L, 2L, 3L, 4L))
        .extracting(FilePages.Part::complete)
        .containsExactly(true, false, false, false);
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void theKernelCountsAsManyPagesOfFiles() throws IOException {
    try (ActorProcess process = ActorProcess.start()) {
      ProcFs linux = ProcFs.ofThisMachine();
      Path file = Files.write(proc.resolve("file"), new byte[40 << 20]);
      process.tell("map " + file);
      process.tell("allocate 20");

      MemoryUse use = linux.memory(process.pid());
      FilePages.Part part = new FilePages(linux).ofAllFiles(List.of(process.pid())).get(0);
      FilePages.Part ofFile = new FilePages(linux).ofFile(file, List.of(process.pid())).get(0);

      assertThat(part.divided()).isEqualTo(part.alone());
      assertThat(part.alone() * linux.pageBytes())
          .isCloseTo((long) (use.rss() - use.pssAnonymous()), withinPercentage(1));
      assertThat(ofFile).isEqualTo(new FilePages.Part(true, 10_240, 10_240, 0, 10_240, 0));
      assertThat(use.within(part, linux.pageBytes()).rss()).isEqualTo(use.rss());
      assertThat(use.within(part, linux.pageBytes()).uss())
          .as("alone in its tree, all that it maps is its own")
          .isCloseTo(use.rss(), within(0.01 * use.rss()));
    }
  }

  private RecordedMaps recorded(long pid) throws IOException {
    return new RecordedMaps(proc, pid);
  }

  private List<FilePages.Part> all(Long... pids) throws IOException {
    return new FilePages(ProcFs.at(proc)).ofAllFiles(List.of(pids));
  }
}
