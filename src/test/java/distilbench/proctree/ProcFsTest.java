package distilbench.proctree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

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

  private void smaps(long pid, String content) throws IOException {
    Path process = Files.createDirectory(root.resolve(Long.toString(pid)));
    Files.writeString(process.resolve("smaps"), content);
  }
}
