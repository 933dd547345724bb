package distilbench.proctree;

import java.io.File;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads what Linux tells about processes below {@code /proc}. */
public final class ProcFs {
  /** More than these files ever hold. */
  private static final int LOADAVG_BYTES = 256;

  private static final int STATM_BYTES = 256;
  private static final int STAT_BYTES = 1024;
  private static final int ROLLUP_BYTES = 2048;
  private static final int STATUS_BYTES = 8192;

  private static final long USUAL_PAGE_BYTES = 4096;

  private final String root;
  private final long pageBytes;
  private final Optional<String> foreign;

  private ProcFs(Path root, Optional<String> foreign) {
    this.root = root + "/";
    this.pageBytes = pageBytes(root);
    this.foreign = foreign;
  }

  /** This machine's, as this process sees it. */
  public static ProcFs ofThisMachine() {
    return mounted(Path.of("/proc"), ProcessHandle.current().pid());
  }

  /**
   * What is mounted at a place, which may be that of another pid namespace: there a pid names
   * another process, or none.
   *
   * @param ownPid of this process
   */
  static ProcFs mounted(Path root, long ownPid) {
    return new ProcFs(root, foreign(root, ownPid));
  }

  /** The same kind of files below another root, whosoever they are. */
  public static ProcFs at(Path root) {
    return new ProcFs(root, Optional.empty());
  }

  /**
   * Why the pids below a root are not those that this process knows; empty if they are. {@code
   * self} is this process itself, whatever its pid is there, and {@code NSpid} (Linux 4.1 and
   * later) names all its pids, from the namespace of the mount down to its own. So there is one if
   * these are the same namespace, even if the pid is the same in both by chance.
   */
  private static Optional<String> foreign(Path root, long ownPid) {
    try {
      ProcText status = new ProcText();
      status.refill(root + "/self/status");
      double pid = status.goBehind("Pid:") ? status.number() : Double.NaN;
      boolean nested = status.goBehind("NSpid:") && status.fieldsInLine() > 1;
      return pid == ownPid && !nested
          ? Optional.empty()
          : Optional.of(
              String.format(
                  "%s belongs to another pid namespace, where this process is %.0f, not %d",
                  root, pid, ownPid));
    } catch (IOException e) {
      return Optional.of(root + " does not show this process");
    }
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

  /**
   * Why nothing can be said about the memory of processes; empty if it can. What processes share is
   * told by Linux from 4.14 on.
   */
  Optional<String> obstacle() {
    if (!new File(root + "loadavg").exists()
        || foreign.isEmpty() && !new File(root + "self/smaps_rollup").exists()) {
      return Optional.of(
          "this system does not tell what processes share (Linux 4.14 and later do)");
    }
    return foreign;
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

  /**
   * The mappings of a process, from {@code maps}; none if it has ended.
   *
   * @param into what is filled with them
   * @throws IOException if the process is gone or may not be read
   */
  void readMaps(long pid, ProcText into) throws IOException {
    into.refill(file(pid, "maps"));
  }

  /**
   * An entry of eight bytes for every page of a process's address space, from {@code pagemap};
   * empty once it has ended.
   *
   * @throws IOException if the process is gone or may not be read
   */
  FileChannel openPagemap(long pid) throws IOException {
    return FileChannel.open(Path.of(file(pid, "pagemap")));
  }

  private String file(long pid, String name) throws IOException {
    if (foreign.isPresent()) {
      throw new IOException(foreign.get());
    }
    return root + pid + "/" + name;
  }
}
