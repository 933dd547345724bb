package distilbench.deployment;

/** How many intra-op threads a deployment gives each session, and whether they spin. */
enum ThreadBudget {
  /**
   * All usable cores work on one forward pass, spinning between operators: right for a session that
   * has the machine to itself.
   */
  ALL_CORES(true) {
    @Override
    int intraOpThreads(int cores) {
      return cores;
    }
  },
  /** The calling thread alone: right where many calls run side by side. */
  ONE_THREAD(false) {
    @Override
    int intraOpThreads(int cores) {
      return 1;
    }
  };

  private final boolean spinning;

  ThreadBudget(boolean spinning) {
    this.spinning = spinning;
  }

  abstract int intraOpThreads(int cores);

  boolean spinning() {
    return spinning;
  }
}
