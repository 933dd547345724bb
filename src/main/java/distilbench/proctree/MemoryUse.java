package distilbench.proctree;

import java.io.IOException;

/**
 * What a process holds in memory, in bytes; NaN where the kernel does not tell. Who counts as
 * mapping a page is either every process of the system, as in the kernel's own figures, or the
 * processes of one tree.
 *
 * @param rss resident set size: every page that it maps, whoever else maps it too
 * @param pss proportional set size: every page divided by the number of processes that map it
 * @param uss unique set size: pages that no other process maps
 * @param pssAnonymous the part of PSS that belongs to no file
 * @param pssFile the part of PSS that maps files, shared memory included
 */
public record MemoryUse(double rss, double pss, double uss, double pssAnonymous, double pssFile) {
  /** Of no process at all. */
  static final MemoryUse NONE = new MemoryUse(0, 0, 0, 0, 0);

  private static final double KIB = 1024;

  /** Parses {@code smaps_rollup}: a head, then "Name: number kB" a line. */
  static MemoryUse parse(ProcText rollup) throws IOException {
    double uss = bytes(rollup, "Private_Clean:") + bytes(rollup, "Private_Dirty:");
    return new MemoryUse(
        bytes(rollup, "Rss:"),
        bytes(rollup, "Pss:"),
        uss,
        bytes(rollup, "Pss_Anon:"),
        bytes(rollup, "Pss_File:") + bytes(rollup, "Pss_Shmem:"));
  }

  private static double bytes(ProcText rollup, String label) throws IOException {
    return rollup.goBehind(label) ? rollup.number() * KIB : Double.NaN;
  }

  /**
   * The same where only the processes of a tree count as mapping a page of a file. A page that
   * belongs to no file is shared by nobody but a process that was forked off and runs the same
   * program, which is in the tree: there the kernel's figures hold.
   *
   * @param pages what it maps of files, among the processes of its tree
   * @param pageBytes size of a page
   */
  MemoryUse within(FilePages.Part pages, long pageBytes) {
    double file = pages.divided() * pageBytes;
    double ussAnonymous = uss - pages.exclusive() * (double) pageBytes;
    return new MemoryUse(
        rss,
        pssAnonymous + file,
        ussAnonymous + pages.alone() * (double) pageBytes,
        pssAnonymous,
        file);
  }

  MemoryUse plus(MemoryUse other) {
    return new MemoryUse(
        rss + other.rss,
        pss + other.pss,
        uss + other.uss,
        pssAnonymous + other.pssAnonymous,
        pssFile + other.pssFile);
  }
}
