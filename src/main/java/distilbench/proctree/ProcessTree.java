package distilbench.proctree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One process and everything below it. Not safe for use by several threads.
 *
 * <p>The tree is found from each process's parent: {@code task/TID/children} would have to be read
 * for every thread, and leaves out a process when its sibling ends in that moment.
 */
public final class ProcessTree {
  /**
   * What the processes of a tree hold in memory, read in one pass. PSS and USS are the tree's own:
   * a page of a file counts once if any process of the tree maps it, whoever else does, and is
   * divided among the tree's processes. So their sum is what would be freed if nothing else ran.
   *
   * @param root the process at the top
   * @param workers all below it, summed
   * @param rawPss the tree's PSS as the kernel has it, bytes: pages divided among all processes of
   *     the system
   * @param exact whether PSS and USS are the tree's own; where the kernel does not tell which pages
   *     a process maps they are the kernel's
   * @param processes how many they are
   */
  record Memory(MemoryUse root, MemoryUse workers, double rawPss, boolean exact, int processes) {

    /** The sum of all. */
    MemoryUse tree() {
      return root.plus(workers);
    }
  }

  /**
   * A process. Its pid may be another one's later.
   *
   * @param startTicks see {@link ProcessStat#startTicks}
   */
  private record Member(long pid, double startTicks) {}

  private final ProcFs proc;
  private final long root;
  private final FilePages filePages;
  private Set<Member> expected = Set.of();
  private List<Member> members = List.of();
  private double newestPid = Double.NaN;

  /**
   * @param root the process at the top
   */
  public ProcessTree(ProcFs proc, long root) {
    this.proc = proc;
    this.root = root;
    this.filePages = new FilePages(proc);
  }

  /** From now on these processes must be found in the tree as long as they live. */
  void expect(List<Long> processes) {
    expected = new HashSet<>();
    newestPid = Double.NaN;
    for (long pid : processes) {
      try {
        expected.add(new Member(pid, proc.stat(pid).startTicks()));
      } catch (IOException e) {
        // It has ended.
      }
    }
  }

  /**
   * Finds the tree's processes, unless no process was started anywhere since the last time.
   *
   * @throws IOException if the process at the top is gone, an expected process lives and is not in
   *     the tree, or processes cannot be listed
   */
  public void list() throws IOException {
    double newest = proc.newestPid();
    if (newest == newestPid) {
      return;
    }
    List<Member> found = new ArrayList<>();
    Map<Long, List<Member>> children = new HashMap<>();
    for (long pid : proc.pids()) {
      try {
        ProcessStat stat = proc.stat(pid);
        Member member = new Member(pid, stat.startTicks());
        if (pid == root) {
          found.add(member);
        } else {
          children.computeIfAbsent(stat.parent(), any -> new ArrayList<>()).add(member);
        }
      } catch (IOException e) {
        // It has ended since it was listed.
      }
    }
    if (found.isEmpty()) {
      throw new IOException("process " + root + " is not there");
    }
    for (int i = 0; i < found.size(); i++) {
      found.addAll(children.getOrDefault(found.get(i).pid(), List.of()));
    }
    for (Member member : expected) {
      if (!found.contains(member) && lives(member)) {
        throw new IOException(
            "process " + member.pid() + " works for this tree but is not found in it");
      }
    }
    members = found;
    newestPid = newest;
  }

  /** The memory of a process goes before its state tells of the end. */
  private boolean lives(Member member) {
    try {
      ProcessStat stat = proc.stat(member.pid());
      return stat.startTicks() == member.startTicks()
          && !stat.hasEnded()
          && proc.residentBytes(member.pid()) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** The processes found last, the one at the top first; some may have ended since. */
  public List<Long> pids() {
    return pids(members);
  }

  private static List<Long> pids(List<Member> of) {
    return of.stream().map(Member::pid).toList();
  }

  /**
   * Takes out processes whose pid has become another one's, and says whether there were any: then
   * what was read since the tree was listed may be a stranger's. There are none as long as nothing
   * was started, which is cheaper to find out.
   */
  private boolean removeReused(List<Member> read) throws IOException {
    return proc.newestPid() != newestPid && read.removeIf(member -> !isThere(member));
  }

  /** Whether a pid still names the process that was listed, which may have ended. */
  private boolean isThere(Member member) {
    try {
      return proc.stat(member.pid()).startTicks() == member.startTicks();
    } catch (IOException e) {
      return false;
    }
  }

  /**
   * RSS in bytes.
   *
   * @param root of the process at the top alone
   * @param tree summed over all: pages that two processes map count twice
   */
  record Resident(double root, double tree) {}

  /**
   * The RSS of the tree's processes.
   *
   * @throws IOException if a process lives but cannot be read: no sum is better than a part of it
   */
  Resident resident() throws IOException {
    double top;
    double sum;
    do {
      top = 0;
      sum = 0;
      for (Member member : members) {
        try {
          double bytes = proc.residentBytes(member.pid());
          top = member.pid() == root ? bytes : top;
          sum += bytes;
        } catch (IOException e) {
          refuseIfAlive(member, e);
        }
      }
    } while (removeReused(members));
    return new Resident(top, sum);
  }

  /**
   * What each process of the tree holds, one after the other. If one ends meanwhile, all are read
   * again without it: a part of it would be in the sum, and in what it shares with the others.
   *
   * @throws IOException if a process lives but cannot be read: no sum is better than a part of it
   */
  Memory memory() throws IOException {
    List<Member> there = new ArrayList<>(members);
    List<MemoryUse> uses;
    List<FilePages.Part> pages;
    do {
      uses = readUses(there);
      pages = filePages.ofAllFiles(pids(there));
    } while (removeEnded(there, pages) || removeReused(there));
    return sum(there, uses, pages);
  }

  /** As the kernel has it. Takes out processes that have ended. */
  private List<MemoryUse> readUses(List<Member> there) throws IOException {
    List<MemoryUse> uses = new ArrayList<>(there.size());
    for (Member member : List.copyOf(there)) {
      try {
        uses.add(proc.memory(member.pid()));
      } catch (IOException e) {
        refuseIfAlive(member, e);
        there.remove(member);
      }
    }
    return uses;
  }

  /** Takes out processes that ended while their pages were read; says whether there were any. */
  private boolean removeEnded(List<Member> read, List<FilePages.Part> pages) {
    List<Member> ended = new ArrayList<>();
    for (int i = 0; i < read.size(); i++) {
      if (!pages.get(i).complete() && !lives(read.get(i))) {
        ended.add(read.get(i));
      }
    }
    return read.removeAll(ended);
  }

  private Memory sum(List<Member> of, List<MemoryUse> uses, List<FilePages.Part> pages) {
    boolean exact =
        pages.stream().allMatch(FilePages.Part::complete)
            && uses.stream().noneMatch(use -> Double.isNaN(use.pssAnonymous()));
    MemoryUse top = MemoryUse.NONE;
    MemoryUse below = MemoryUse.NONE;
    double rawPss = 0;
    for (int i = 0; i < of.size(); i++) {
      MemoryUse raw = uses.get(i);
      MemoryUse use = exact ? raw.within(pages.get(i), proc.pageBytes()) : raw;
      boolean isTop = of.get(i).pid() == root;
      top = isTop ? use : top;
      below = isTop ? below : below.plus(use);
      rawPss += raw.pss();
    }
    return new Memory(top, below, rawPss, exact, of.size());
  }

  /** A process that ends between listing and reading holds nothing; one that lives must be read. */
  private void refuseIfAlive(Member member, IOException cause) throws IOException {
    if (lives(member)) {
      throw new IOException(
          "process " + member.pid() + " cannot be read: " + cause.getMessage(), cause);
    }
  }

  /**
   * CPU seconds of the tree since its beginning, of ended processes too; NaN if the process at the
   * top cannot be read.
   */
  public double cpuSeconds() {
    double sum = 0;
    for (Member member : members) {
      try {
        ProcessStat stat = proc.stat(member.pid());
        sum += stat.startTicks() == member.startTicks() ? stat.totalCpuSeconds() : 0;
      } catch (IOException e) {
        if (member.pid() == root) {
          return Double.NaN;
        }
        // It has ended, and its parent's figure contains it.
      }
    }
    return sum;
  }

  /** Involuntary context switches of every living thread of the tree, by thread id. */
  Map<Long, Double> involuntarySwitches() {
    Map<Long, Double> switches = new HashMap<>();
    for (Member member : members) {
      try {
        Map<Long, Double> read = proc.involuntarySwitches(member.pid());
        if (isThere(member)) {
          switches.putAll(read);
        }
      } catch (IOException e) {
        // It has ended.
      }
    }
    return switches;
  }
}
