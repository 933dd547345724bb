package distilbench.deployment;

/** How many intra-op threads a deployment gives each session, and whether they spin. */
enum ThreadBudget {
  /**
   * All usable cores work on one forward pass, spinning between operators: right for a session that
   * has the machine to itself.
   */
  ALL_CORES(true) {
    @Override
    int intraOpThreads(int cores, int processes) {
      return cores;
    }
  },
  /** The calling thread alone: right where many calls run side by side in one process. */
  ONE_THREAD(false) {
    @Override
    int intraOpThreads(int cores, int processes) {
      return 1;
    }
  },
  /** What ONNX Runtime does unasked, in every process anew: a thread per core, spinning. */
  RUNTIME_DEFAULT(true) {
    @Override
    int intraOpThreads(int cores, int processes) {
      return 0;
    }
  },
  /** The usable cores divided among the processes, without spinning. */
  SHARE_OF_CORES(false) {
    @Override
    int intraOpThreads(int cores, int processes) {
      return Math.max(1, cores / processes);
    }
  };

  private final boolean spinning;

  ThreadBudget(boolean spinning) {
    this.spinning = spinning;
  }

  /** Threads per session; 0 leaves the number to ONNX Runtime. */
  abstract int intraOpThreads(int cores, int processes);

  boolean spinning() {
    return spinning;
  }
}
