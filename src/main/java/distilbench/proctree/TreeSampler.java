package distilbench.proctree;

import java.io.IOException;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Samples the memory of a process tree, in one thread of its own, between {@link #begin} and {@link
 * #end}. Both take a whole sample before they return; nothing else is done in the threads that call
 * them.
 *
 * <p>RSS is read often. PSS and USS, which cost the kernel a walk over all pages, are read as often
 * as they may cost, and at once when RSS has grown beyond what it was at any of these readings, so
 * that a short peak is not missed.
 */
final class TreeSampler {
  /**
   * Of one core. Where every core is busy with the measured work, whose threads wait for each other
   * at every operator, what the sampler takes from one of them all have to wait for.
   */
  private static final double PSS_SHARE = 0.005;

  private static final double LIST_SHARE = 0.0025;

  /** CPU time by which a growing tree may overdraw the budget. */
  private static final double OVERDRAFT_NANOS = 50e6;

  /** RSS has grown if it is larger by this factor and by so many bytes. */
  private static final double GROWTH_FACTOR = 1.02;

  private static final double GROWTH_BYTES = 1 << 20;
  private static final long IDLE_THREAD_SECONDS = 10;

  private final ProcessTree tree;
  private final SamplingOptions options;
  private final PrintStream warnings;
  private final ScheduledThreadPoolExecutor thread;
  private final CpuBudget listBudget = new CpuBudget(LIST_SHARE, System.nanoTime());
  private final CpuBudget pssBudget = new CpuBudget(PSS_SHARE, System.nanoTime());

  // All below are used in that thread only.
  private TreeRecord record;
  private ScheduledFuture<?> ticks;
  private Optional<MemoryUse> latest = Optional.empty();
  private double pssCostNanos;
  private double highestRss;
  private long lastPssNanos;
  private boolean warned;

  /**
   * @param warnings where to say once why there are no figures
   */
  TreeSampler(ProcessTree tree, SamplingOptions options, PrintStream warnings) {
    this.tree = tree;
    this.options = options;
    this.warnings = warnings;
    this.thread =
        new ScheduledThreadPoolExecutor(
            1,
            work -> {
              Thread sampler = new Thread(work, "process-tree-sampler");
              sampler.setDaemon(true);
              return sampler;
            });
    thread.setKeepAliveTime(IDLE_THREAD_SECONDS, TimeUnit.SECONDS);
    thread.allowCoreThreadTimeOut(true);
  }

  /** From now on these processes must be found in the tree as long as they live. */
  void expect(List<Long> processes) {
    inThread(
        () -> {
          tree.expect(processes);
          return null;
        });
  }

  /** Takes a sample and goes on sampling; what was sampled before is forgotten. */
  void begin() {
    inThread(
        () -> {
          stopTicking();
          record = new TreeRecord();
          highestRss = 0;
          forcedSample();
          record.begin(activity());
          listBudget.forgetCredit(System.nanoTime());
          pssBudget.forgetCredit(System.nanoTime());
          ticks =
              thread.scheduleWithFixedDelay(
                  this::tick,
                  options.intervalMillis(),
                  options.intervalMillis(),
                  TimeUnit.MILLISECONDS);
          return null;
        });
  }

  /**
   * Takes a whole sample between {@link #begin} and {@link #end}.
   *
   * @return the tree's memory; nothing if it could not be read, or is not to be
   */
  Optional<MemoryUse> sample() {
    return inThread(
        () -> {
          latest = Optional.empty();
          forcedSample();
          return latest;
        });
  }

  /**
   * Takes the last sample.
   *
   * @return what was sampled since {@link #begin}; nothing, if that was not called
   */
  TreeFigures end() {
    return inThread(
        () -> {
          if (record == null) {
            return TreeFigures.NONE;
          }
          if (ticks.isDone()) {
            // Only an error ends it before it is stopped.
            unreadable("sampling broke off");
          }
          stopTicking();
          orUnreadable(tree::list);
          TreeRecord.Activity last = activity();
          forcedSample();
          TreeFigures figures = record.end(last);
          record = null;
          return figures;
        });
  }

  private void stopTicking() {
    if (ticks != null) {
      ticks.cancel(false);
    }
  }

  private void forcedSample() {
    orUnreadable(
        () -> {
          tree.list();
          readResident();
          if (options.pss() != SamplingOptions.Pss.OFF) {
            readMemory();
          }
        });
  }

  /** One look at the tree: RSS, and PSS if it is due. */
  private void tick() {
    orUnreadable(
        () -> {
          if (listBudget.covers(0, System.nanoTime())) {
            spend(listBudget, tree::list);
          }
          boolean grown = readResident();
          if (isPssDue(grown)) {
            pssCostNanos = spend(pssBudget, this::readMemory);
          }
        });
  }

  private boolean isPssDue(boolean grown) {
    long now = System.nanoTime();
    return switch (options.pss()) {
      case OFF -> false;
      case FIXED -> now - lastPssNanos >= TimeUnit.MILLISECONDS.toNanos(options.pssMillis());
      case ADAPTIVE -> pssBudget.covers(grown ? pssCostNanos - OVERDRAFT_NANOS : pssCostNanos, now);
    };
  }

  /** Says whether the tree is larger than at any reading of PSS. */
  private boolean readResident() throws IOException {
    ProcessTree.Resident resident = tree.resident();
    record.resident(resident);
    return resident.tree() > highestRss * GROWTH_FACTOR + GROWTH_BYTES;
  }

  private void readMemory() throws IOException {
    lastPssNanos = System.nanoTime();
    ProcessTree.Memory memory = tree.memory();
    latest = Optional.of(memory.tree());
    highestRss = Math.max(highestRss, memory.tree().rss());
    double heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    record.sample(memory, heap, lastPssNanos, System.nanoTime() - lastPssNanos);
  }

  /** Does something and takes its CPU time, which it returns, from a budget. */
  private static double spend(CpuBudget budget, Reading reading) throws IOException {
    double before = cpuNanos();
    reading.read();
    double cost = cpuNanos() - before;
    budget.spend(cost);
    return cost;
  }

  private static double cpuNanos() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  private TreeRecord.Activity activity() {
    return new TreeRecord.Activity(
        System.nanoTime(), tree.cpuSeconds(), tree.involuntarySwitches(), cpuNanos() / 1e9);
  }

  private void orUnreadable(Reading reading) {
    try {
      reading.read();
    } catch (IOException e) {
      unreadable(e.getMessage());
    }
  }

  private void unreadable(String why) {
    record.unreadable();
    if (!warned) {
      warned = true;
      warnings.println(
          "The figures of the process tree are NaN: "
              + why
              + "; run as the user that owns its processes, or with --memory off");
    }
  }

  @FunctionalInterface
  private interface Reading {
    void read() throws IOException;
  }

  private <T> T inThread(Callable<T> work) {
    try {
      return thread.submit(work).get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("cannot sample the process tree", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while the process tree was sampled", e);
    }
  }
}
