package distilbench.proctree;

/**
 * What the processes of a tree hold in memory, read in one pass.
 *
 * @param root the process at the top
 * @param workers all below it, summed
 * @param processes how many they are
 */
record TreeMemory(MemoryUse root, MemoryUse workers, int processes) {

  /** The sum of all. */
  MemoryUse tree() {
    return root.plus(workers);
  }
}
