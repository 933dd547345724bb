package distilbench.proctree;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One process and everything below it. Not safe for use by several threads.
 *
 * <p>The tree is found from each process's parent: {@code task/TID/children} would have to be read
 * for every thread, and leaves out a process when its sibling ends in that moment.
 */
public final class ProcessTree {
  /**
   * What the processes of a tree hold in memory, read in one pass.
   *
   * @param root the process at the top
   * @param workers all below it, summed
   * @param processes how many they are
   */
  record Memory(MemoryUse root, MemoryUse workers, int processes) {

    /** The sum of all. */
    MemoryUse tree() {
      return root.plus(workers);
    }
  }

  private final ProcFs proc;
  private final long root;
  private List<Long> expected = List.of();
  private List<Long> pids = List.of();
  private double newestPid = Double.NaN;

  /**
   * @param root the process at the top
   */
  public ProcessTree(ProcFs proc, long root) {
    this.proc = proc;
    this.root = root;
  }

  /** From now on these processes must be found in the tree as long as they live. */
  void expect(List<Long> processes) {
    expected = List.copyOf(processes);
    newestPid = Double.NaN;
  }

  /**
   * Finds the tree's processes, unless no process was started anywhere since the last time.
   *
   * @throws IOException if an expected process lives and is not in the tree, or processes cannot be
   *     listed
   */
  public void list() throws IOException {
    double newest = proc.newestPid();
    if (newest == newestPid) {
      return;
    }
    Map<Long, List<Long>> children = new HashMap<>();
    for (long pid : proc.pids()) {
      try {
        children.computeIfAbsent(proc.stat(pid).parent(), any -> new ArrayList<>()).add(pid);
      } catch (IOException e) {
        // It has ended since it was listed.
      }
    }
    List<Long> found = new ArrayList<>(List.of(root));
    for (int i = 0; i < found.size(); i++) {
      found.addAll(children.getOrDefault(found.get(i), List.of()));
    }
    for (long pid : expected) {
      if (!found.contains(pid) && lives(pid)) {
        throw new IOException("process " + pid + " works for this tree but is not found in it");
      }
    }
    pids = found;
    newestPid = newest;
  }

  /** The memory of a process goes before its state tells of the end. */
  private boolean lives(long pid) {
    try {
      return !proc.stat(pid).hasEnded() && proc.residentBytes(pid) > 0;
    } catch (IOException e) {
      return false;
    }
  }

  /** The processes found last, the one at the top first; some may have ended since. */
  public List<Long> pids() {
    return pids;
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
    double top = 0;
    double sum = 0;
    for (long pid : pids) {
      try {
        double bytes = proc.residentBytes(pid);
        top = pid == root ? bytes : top;
        sum += bytes;
      } catch (IOException e) {
        refuseIfAlive(pid, e);
      }
    }
    return new Resident(top, sum);
  }

  /**
   * What each process of the tree holds, one after the other.
   *
   * @throws IOException if a process lives but cannot be read: no sum is better than a part of it
   */
  Memory memory() throws IOException {
    MemoryUse top = MemoryUse.NONE;
    MemoryUse below = MemoryUse.NONE;
    int processes = 0;
    for (long pid : pids) {
      try {
        MemoryUse use = proc.memory(pid);
        top = pid == root ? use : top;
        below = pid == root ? below : below.plus(use);
        processes++;
      } catch (IOException e) {
        refuseIfAlive(pid, e);
      }
    }
    return new Memory(top, below, processes);
  }

  /** A process that ends between listing and reading holds nothing; one that lives must be read. */
  private void refuseIfAlive(long pid, IOException cause) throws IOException {
    if (lives(pid)) {
      throw new IOException("process " + pid + " cannot be read: " + cause.getMessage(), cause);
    }
  }

  /**
   * CPU seconds of the tree since its beginning, of ended processes too; NaN if the process at the
   * top cannot be read.
   */
  public double cpuSeconds() {
    double sum = 0;
    for (long pid : pids) {
      try {
        sum += proc.stat(pid).totalCpuSeconds();
      } catch (IOException e) {
        if (pid == root) {
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
    for (long pid : pids) {
      try {
        switches.putAll(proc.involuntarySwitches(pid));
      } catch (IOException e) {
        // It has ended.
      }
    }
    return switches;
  }
}
