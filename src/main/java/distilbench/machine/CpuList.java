package distilbench.machine;

import java.util.BitSet;

/** The kernel's list format for CPUs and NUMA nodes, e.g. "0-3,8,10-11". */
public final class CpuList {
  private CpuList() {}

  /**
   * The numbers in a list; none in an empty one.
   *
   * @throws NumberFormatException if it is no such list
   */
  public static BitSet parse(String list) {
    BitSet numbers = new BitSet();
    if (list.isBlank()) {
      return numbers;
    }
    for (String range : list.strip().split(",")) {
      String[] ends = range.split("-");
      numbers.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
    }
    return numbers;
  }
}
