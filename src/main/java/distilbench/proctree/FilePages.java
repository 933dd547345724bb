package distilbench.proctree;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;

/**
 * Finds out which pages of files some processes map, shared memory and tmpfs included, and divides
 * each page among these processes alone. The kernel's PSS divides it among all processes of the
 * system, so that a stranger who maps the same file changes it.
 *
 * <p>A page is named by its file, as {@code maps} shows it (device and inode), and by its place in
 * it; whether a process maps it stands in {@code pagemap}, for which no privilege is needed beyond
 * that for {@code smaps}. Costs up to 15 us for each process and MiB in memory, as {@code
 * smaps_rollup} does; see Linux, Documentation/admin-guide/mm/pagemap.rst.
 *
 * <p>Files are read a window at a time, from all processes that map it: what this needs itself does
 * not grow with the files, and a page is read from all of them at nearly the same time. All buffers
 * are kept, as the JVM that reads may be one that is measured. Not safe for use by several threads.
 */
public final class FilePages {
  private static final int WINDOW_PAGES = 4096;

  /** Bits of an entry of pagemap. The sign bit says that a page of memory is mapped there. */
  private static final long OF_A_FILE = 1L << 61;

  private static final long MAPPED_ONCE = 1L << 56;

  private static final Comparator<Stretch> BY_FILE =
      Comparator.<Stretch>comparingLong(stretch -> stretch.device)
          .thenComparingLong(stretch -> stretch.inode);

  private final ProcFs proc;
  private final ProcText maps = new ProcText();
  private final ByteBuffer buffer =
      ByteBuffer.allocateDirect(WINDOW_PAGES * Long.BYTES).order(ByteOrder.nativeOrder());
  private final LongBuffer inBuffer = buffer.asLongBuffer();
  private final long[] entries = new long[WINDOW_PAGES];

  /** How many of the processes map each page of the window. */
  private final int[] mappers = new int[WINDOW_PAGES];

  private Stretch[] stretches = new Stretch[0];
  private int used;

  public FilePages(ProcFs proc) {
    this.proc = proc;
  }

  /**
   * What one of the processes maps of files, in pages. A page that it maps twice counts once.
   *
   * @param complete whether all of it could be read; otherwise no figure counts, and none of the
   *     other processes either
   * @param divided every page divided by the number of the processes that map it
   * @param alone pages that none of the others maps
   * @param shared pages that at least one of the others maps
   * @param exclusive pages that nobody else in the whole system maps
   * @param copies pages of its own in the place of a file's, since it has written to them: they
   *     belong to no file any more
   */
  public record Part(
      boolean complete, double divided, long alone, long shared, long exclusive, long copies) {}

  /** One mapping of a file. Kept, and filled anew at every reading. */
  private static final class Stretch {
    private Mapper process;
    private long device;
    private long inode;
    private long pageInMemory;
    private long pageInFile;
    private long pages;

    private long endInFile() {
      return pageInFile + pages;
    }
  }

  /** One of the processes while it is read. */
  private static final class Mapper {
    private final BitSet inWindow = new BitSet(WINDOW_PAGES);
    private FileChannel pagemap;
    private boolean complete = true;
    private double divided;
    private long alone;
    private long shared;
    private long exclusive;
    private long copies;
  }

  /**
   * Reads what the processes of a tree map of all files.
   *
   * @return what each maps, in the order of the pids
   */
  List<Part> ofAllFiles(List<Long> pids) throws IOException {
    return read(pids, null);
  }

  /**
   * Reads what processes map of one file.
   *
   * @param file without links
   * @return what each maps, in the order of the pids
   */
  public List<Part> ofFile(Path file, List<Long> pids) throws IOException {
    byte[] path = file.toString().getBytes(StandardCharsets.UTF_8);
    return read(pids, new String(path, StandardCharsets.ISO_8859_1));
  }

  private List<Part> read(List<Long> pids, String path) throws IOException {
    used = 0;
    List<Mapper> processes = new ArrayList<>(pids.size());
    try {
      for (long pid : pids) {
        Mapper process = new Mapper();
        processes.add(process);
        open(process, pid, path);
      }
      Arrays.sort(stretches, 0, used, BY_FILE);
      int end;
      for (int start = 0; start < used; start = end) {
        end = endOfFile(start);
        divideFile(start, end, processes);
      }
    } finally {
      for (Mapper process : processes) {
        if (process.pagemap != null) {
          process.pagemap.close();
        }
      }
    }
    return processes.stream()
        .map(
            process ->
                new Part(
                    process.complete,
                    process.divided,
                    process.alone,
                    process.shared,
                    process.exclusive,
                    process.copies))
        .toList();
  }

  /** A process that has ended has no mappings, or its files are gone. */
  private void open(Mapper process, long pid, String path) {
    try {
      proc.readMaps(pid, maps);
      process.complete = !maps.isAtEnd();
      for (; !maps.isAtEnd(); maps.skipLine()) {
        add(process, path);
      }
      process.pagemap = proc.openPagemap(pid);
    } catch (IOException e) {
      process.complete = false;
    }
  }

  /** Parses "55d0-55f0 rw-p 1000 fe:00 1234 /a file", unless there is no file or another one. */
  private void add(Mapper process, String path) throws IOException {
    long start = maps.hexadecimal();
    long end = maps.hexadecimal();
    maps.skip(1);
    maps.skipBlanks();
    long offset = maps.hexadecimal();
    long device = maps.hexadecimal() << Integer.SIZE | maps.hexadecimal();
    long inode = maps.identifier();
    if (inode == 0 || path != null && !maps.lineEndsWith(path)) {
      return;
    }
    if (used == stretches.length) {
      stretches = Arrays.copyOf(stretches, used * 2 + 64);
    }
    if (stretches[used] == null) {
      stretches[used] = new Stretch();
    }
    Stretch stretch = stretches[used++];
    stretch.process = process;
    stretch.device = device;
    stretch.inode = inode;
    stretch.pageInMemory = start / proc.pageBytes();
    stretch.pageInFile = offset / proc.pageBytes();
    stretch.pages = (end - start) / proc.pageBytes();
  }

  private int endOfFile(int start) {
    int end = start + 1;
    while (end < used && BY_FILE.compare(stretches[end], stretches[start]) == 0) {
      end++;
    }
    return end;
  }

  /** Goes through a file window by window, past what nobody maps. */
  private void divideFile(int start, int end, List<Mapper> processes) {
    for (long window = nextMapped(start, end, 0);
        window < Long.MAX_VALUE;
        window = nextMapped(start, end, window + WINDOW_PAGES)) {
      Arrays.fill(mappers, 0);
      for (int i = start; i < end; i++) {
        readWindow(stretches[i], window);
      }
      processes.forEach(this::divideWindow);
    }
  }

  /** The first page of the file, from one on, in any of the mappings. */
  private long nextMapped(int start, int end, long page) {
    long next = Long.MAX_VALUE;
    for (int i = start; i < end; i++) {
      if (stretches[i].endInFile() > page) {
        next = Math.min(next, Math.max(page, stretches[i].pageInFile));
      }
    }
    return next;
  }

  private void readWindow(Stretch stretch, long window) {
    Mapper process = stretch.process;
    long first = Math.max(stretch.pageInFile, window);
    int pages = (int) (Math.min(stretch.endInFile(), window + WINDOW_PAGES) - first);
    if (pages <= 0 || !process.complete) {
      return;
    }
    if (!readEntries(process.pagemap, stretch.pageInMemory + first - stretch.pageInFile, pages)) {
      process.complete = false;
      return;
    }
    int place = (int) (first - window);
    for (int i = 0; i < pages; i++) {
      long entry = entries[i];
      if (entry >= 0) {
        continue;
      }
      if ((entry & OF_A_FILE) == 0) {
        process.copies++;
      } else if (!process.inWindow.get(place + i)) {
        process.inWindow.set(place + i);
        mappers[place + i]++;
        process.exclusive += (entry & MAPPED_ONCE) != 0 ? 1 : 0;
      }
    }
  }

  /** Says whether they could be read: of a process that has ended there are none. */
  private boolean readEntries(FileChannel pagemap, long page, int pages) {
    buffer.clear().limit(pages * Long.BYTES);
    long position = page * Long.BYTES;
    try {
      while (buffer.hasRemaining()) {
        int read = pagemap.read(buffer, position);
        if (read <= 0) {
          return false;
        }
        position += read;
      }
    } catch (IOException e) {
      return false;
    }
    inBuffer.get(0, entries, 0, pages);
    return true;
  }

  private void divideWindow(Mapper process) {
    BitSet pages = process.inWindow;
    for (int page = pages.nextSetBit(0); page >= 0; page = pages.nextSetBit(page + 1)) {
      process.divided += 1.0 / mappers[page];
      if (mappers[page] == 1) {
        process.alone++;
      } else {
        process.shared++;
      }
    }
    pages.clear();
  }
}
