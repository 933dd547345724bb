package distilbench.deployment;

/** How many calls a deployment has under way at once in each process. */
enum CallerBudget {
  ONE {
    @Override
    int callers(int cores) {
      return 1;
    }
  },
  ONE_PER_CORE {
    @Override
    int callers(int cores) {
      return cores;
    }
  },
  /** As many as the article's processes. */
  EIGHT {
    @Override
    int callers(int cores) {
      return 8;
    }
  };

  abstract int callers(int cores);
}
