package distilbench.proctree;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what Linux tells about processes below {@code /proc}. */
public final class ProcFs {
  /** "55d0-55f0 rw-p 0000 fe:00 1234 /a file": addresses, permissions, offset, device, inode. */
  private static final Pattern MAPPING_HEAD =
      Pattern.compile("[0-9a-f]+-[0-9a-f]+ \\S+ \\S+ \\S+ \\d+ *(.*)");

  private static final Pattern FIELD = Pattern.compile("(\\w+): +(\\d+) kB");

  /** More than these files ever hold. */
  private static final int LOADAVG_BYTES = 256;

  private static final int STATM_BYTES = 256;
  private static final int STAT_BYTES = 1024;
  private static final int ROLLUP_BYTES = 2048;
  private static final int STATUS_BYTES = 8192;

  private static final long USUAL_PAGE_BYTES = 4096;

  private final String root;
  private final long pageBytes;

  private ProcFs(Path root, long pageBytes) {
    this.root = root + "/";
    this.pageBytes = pageBytes;
  }

  /** This machine's. */
  public static ProcFs ofThisMachine() {
    return at(Path.of("/proc"));
  }

  /** The same kind of files below another root. */
  public static ProcFs at(Path root) {
    return new ProcFs(root, pageBytes(root));
  }

  /** The kernel hands every process the size of a page, among pairs of a kind and a value. */
  private static long pageBytes(Path root) {
    long kindPageSize = 6;
    try {
      ByteBuffer pairs = ByteBuffer.wrap(Files.readAllBytes(root.resolve("self/auxv")));
      LongBuffer words = pairs.order(ByteOrder.nativeOrder()).asLongBuffer();
      while (words.remaining() >= 2) {
        long kind = words.get();
        long value = words.get();
        if (kind == kindPageSize) {
          return value;
        }
      }
    } catch (IOException e) {
      // Not Linux, or a copy of its files.
    }
    return USUAL_PAGE_BYTES;
  }

  /** Whether this is a Linux that tells how much memory its processes share (4.14 and later). */
  public boolean tellsMemory() {
    return new File(root + "self/smaps_rollup").exists();
  }

  /** Size of a page of memory. */
  public long pageBytes() {
    return pageBytes;
  }

  /** All processes that there are now; those that end meanwhile may be among them. */
  List<Long> pids() throws IOException {
    return numbersIn(root);
  }

  /** The names that are numbers in a folder. */
  private static List<Long> numbersIn(String folder) throws IOException {
    String[] names = new File(folder).list();
    if (names == null) {
      throw new IOException(folder + " cannot be listed");
    }
    List<Long> numbers = new ArrayList<>();
    for (String name : names) {
      if (Character.isDigit(name.charAt(0))) {
        numbers.add(Long.valueOf(name));
      }
    }
    return numbers;
  }

  /**
   * The pid given out last, to a process or a thread: as long as it stays the same there are no new
   * ones in this pid namespace.
   */
  double newestPid() throws IOException {
    ProcText loadavg = ProcText.read(root + "loadavg", LOADAVG_BYTES);
    int fieldsBefore = 4;
    loadavg.skip(fieldsBefore);
    return loadavg.number();
  }

  /**
   * State, parent and CPU time of a process.
   *
   * @throws IOException if it is gone
   */
  public ProcessStat stat(long pid) throws IOException {
    return ProcessStat.parse(ProcText.read(file(pid, "stat"), STAT_BYTES));
  }

  /**
   * RSS of a process in bytes, from {@code statm}: cheap, the kernel has it counted.
   *
   * @throws IOException if it is gone
   */
  double residentBytes(long pid) throws IOException {
    ProcText statm = ProcText.read(file(pid, "statm"), STATM_BYTES);
    statm.skip(1);
    return statm.number() * pageBytes;
  }

  /**
   * What a process holds in memory, from {@code smaps_rollup}: the kernel walks all its pages for
   * it, about 3 ms for a process of 300 MB.
   *
   * @throws IOException if it is gone or may not be read, or the kernel has no smaps_rollup
   */
  MemoryUse memory(long pid) throws IOException {
    return MemoryUse.parse(ProcText.read(file(pid, "smaps_rollup"), ROLLUP_BYTES));
  }

  /**
   * How often each thread of a process was taken off its core while it could have gone on, by
   * thread id. {@code /proc/PID/status} would tell the first thread's alone.
   *
   * @throws IOException if the process is gone
   */
  Map<Long, Double> involuntarySwitches(long pid) throws IOException {
    Map<Long, Double> switches = new HashMap<>();
    String tasks = file(pid, "task/");
    for (long thread : numbersIn(tasks)) {
      try {
        ProcText status = ProcText.read(tasks + thread + "/status", STATUS_BYTES);
        boolean told = status.goBehind("nonvoluntary_ctxt_switches:");
        switches.put(thread, told ? status.number() : Double.NaN);
      } catch (IOException e) {
        // The thread has ended since it was listed.
      }
    }
    return switches;
  }

  private String file(long pid, String name) {
    return root + pid + "/" + name;
  }

  /**
   * The mappings of a process, from {@code smaps}.
   *
   * @throws IOException if the process is gone, may not be read, or the kernel has no smaps
   */
  public List<Mapping> mappings(long pid) throws IOException {
    List<Mapping> mappings = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(file(pid, "smaps")))) {
      Matcher head = MAPPING_HEAD.matcher(line);
      Matcher field = FIELD.matcher(line);
      if (head.matches()) {
        mappings.add(new Mapping(head.group(1), 0, 0));
      } else if (field.matches()) {
        int last = mappings.size() - 1;
        long bytes = Long.parseLong(field.group(2)) * 1024;
        mappings.set(last, with(mappings.get(last), field.group(1), bytes));
      }
    }
    return mappings;
  }

  private static Mapping with(Mapping mapping, String field, long bytes) {
    return switch (field) {
      case "Shared_Clean", "Shared_Dirty" ->
          new Mapping(mapping.path(), mapping.shared() + bytes, mapping.privateDirty());
      case "Private_Dirty" ->
          new Mapping(mapping.path(), mapping.shared(), mapping.privateDirty() + bytes);
      default -> mapping;
    };
  }
}
