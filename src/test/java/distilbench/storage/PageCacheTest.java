package distilbench.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@EnabledOnOs(OS.LINUX)
class PageCacheTest {
  private static final int MIB = 1 << 20;
  private static final int SIZE_MIB = 32;

  /** What Linux maps around a page that is touched, unless told otherwise. */
  private static final int AROUND_KIB = 64;

  @TempDir Path folder;

  /** Written and read in large pieces, the kernel keeps such pieces where it can. */
  @Test
  void whoeverMapsAReloadedFileHoldsLittleMoreThanItTouches() throws IOException {
    byte[] content = new byte[SIZE_MIB * MIB];
    new Random(1).nextBytes(content);
    Path file = folder.resolve("file");
    Files.write(file, content);

    PageCache.reload(file);

    try (FileChannel channel = FileChannel.open(file)) {
      MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_ONLY, 0, content.length);
      for (int i = 0; i < content.length; i += MIB) {
        assertThat(mapped.get(i)).isEqualTo(content[i]);
      }
      assertThat(residentKib(file)).isBetween(SIZE_MIB * 4, SIZE_MIB * AROUND_KIB);
      Reference.reachabilityFence(mapped);
    }
    assertThat(Files.readAllBytes(file)).isEqualTo(content);
  }

  @Test
  void aFileThatIsNotThereIsAnError() {
    assertThatThrownBy(() -> PageCache.reload(folder.resolve("none")))
        .isInstanceOf(NoSuchFileException.class);
  }

  /** RSS of this process's mapping of a file. */
  private static int residentKib(Path file) throws IOException {
    List<String> smaps = Files.readAllLines(Path.of("/proc/self/smaps"));
    for (int i = 0; i < smaps.size(); i++) {
      if (smaps.get(i).endsWith(file.toString())) {
        String rss =
            smaps.subList(i, smaps.size()).stream()
                .filter(line -> line.startsWith("Rss:"))
                .findFirst()
                .orElseThrow();
        return Integer.parseInt(rss.replaceAll("\\D", ""));
      }
    }
    throw new IOException(file + " is not mapped");
  }
}
