package distilbench.proctree;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** The files {@code maps} and {@code pagemap} of a process, as the kernel would write them. */
public final class RecordedMaps {
  public static final long PAGE_BYTES = 4096;

  /** A page of a file that is mapped several times in the system. */
  public static final long SHARED = 1L << 63 | 1L << 61;

  /** A page of a file that is mapped once. */
  public static final long ALONE = SHARED | 1L << 56;

  /** A page of memory of the process's own, in a file's place or not. */
  public static final long OWN = 1L << 63 | 1L << 56;

  private static final long FIRST_PAGE = 0x10;

  private final Path folder;
  private long nextPage = FIRST_PAGE;

  /** Of a process that maps nothing yet. */
  public RecordedMaps(Path proc, long pid) throws IOException {
    folder = Files.createDirectories(proc.resolve(Long.toString(pid)));
    Files.writeString(folder.resolve("maps"), "");
    Files.write(folder.resolve("pagemap"), new byte[0]);
  }

  /**
   * Adds a mapping.
   *
   * @param file device, inode and path, as {@code maps} shows them
   * @param pageInFile where it begins
   * @param entries one for each page
   */
  public RecordedMaps map(String file, long pageInFile, long... entries) throws IOException {
    Path maps = folder.resolve("maps");
    Files.writeString(
        maps,
        Files.readString(maps)
            + String.format(
                "%x-%x r--p %08x %s%n",
                nextPage * PAGE_BYTES,
                (nextPage + entries.length) * PAGE_BYTES,
                pageInFile * PAGE_BYTES,
                file));
    ByteBuffer bytes =
        ByteBuffer.allocate(entries.length * Long.BYTES).order(ByteOrder.nativeOrder());
    bytes.asLongBuffer().put(entries);
    try (RandomAccessFile pagemap =
        new RandomAccessFile(folder.resolve("pagemap").toFile(), "rw")) {
      pagemap.seek(nextPage * Long.BYTES);
      pagemap.write(bytes.array());
    }
    nextPage += entries.length;
    return this;
  }
}
