package distilbench.report.verdict;

import distilbench.report.data.Estimate;
import distilbench.report.data.ForkNoise;
import distilbench.report.data.LoadRow;
import distilbench.report.data.Sidecar;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * Why a figure may not be trusted, or what could not be checked. The thresholds follow from what a
 * valid figure claims: to be right within +-10 %.
 */
public enum Reason {
  /** Without the file about the environment nobody can tell whether anything disturbed the run. */
  MACHINE_UNKNOWN(Status.INVALID, "nothing is known about the machine"),

  /**
   * In JMH's own order a machine that slows down hits the rows that come last, and no noise is
   * recorded that could tell. Memory does not depend on the order.
   */
  NOISE_NOT_RECORDED(Status.INVALID, "noise was not recorded"),

  /** A planned row that is missing may be the one that would have decided. */
  MISSING_ROWS(Status.INVALID, "rows are missing or failed"),

  /**
   * The machine's rate of matrix products in one round, the better of two probes, differed from the
   * geometric mean over the rounds by more than this. A machine that itself moves by more than 10 %
   * cannot carry figures that claim +-10 %: its ratios, paired by round, may still hold. The better
   * of two, because a dip of a second is not drift: it shows in the rows' intervals.
   */
  DRIFT(Status.INVALID, "the machine's speed drifted", 0.10),

  /**
   * No two rounds have a probe that succeeded and that nobody disturbed, so nobody can tell whether
   * the machine's speed drifted.
   */
  SPEED_UNKNOWN(Status.INVALID, "the machine's speed is unknown"),

  /**
   * A row and its twin would be said to differ if they were two different things: what told them
   * apart tells other rows apart, too.
   */
  TWINS(Status.INVALID, "what is the same was told apart"),

  /**
   * Others kept more than this share of the usable cores busy during the measured section while
   * cores were scarce, see {@link ForkNoise#SCARCE}. What 5 % of the CPU can cost is half of what a
   * valid figure may be off, and quiet machines are well below: during 95 forks on a 2-core virtual
   * machine others used at most 2.8 %, the rounding of the kernel's clocks included.
   */
  FOREIGN_CPU(Status.INVALID, "others used CPU that was wanted", Sidecar.DISTURBING),

  /**
   * The hypervisor gave more than this share of the usable cores to others. Steal counts only what
   * was wanted, so it costs as much as foreign CPU does where cores are scarce.
   */
  STEAL(Status.INVALID, "the hypervisor took CPU that was wanted", FOREIGN_CPU.threshold),

  /**
   * A CPU quota stopped the run for more than this share of the usable cores' time: CPU that was
   * wanted and not there, as above. Over-subscription itself can bring it about; then the time is
   * the quota's, not the machine's.
   */
  THROTTLING(Status.INVALID, "a CPU quota stopped it", FOREIGN_CPU.threshold),

  /**
   * A process of the tree was stopped for more than this share of the measured section: by SIGSTOP,
   * Ctrl-Z, a debugger, a frozen container or a paused machine. Nobody else has the CPU then, and
   * the time goes on.
   */
  STOPPED(Status.INVALID, "measured processes were stopped", FOREIGN_CPU.threshold),

  /**
   * More than this was read back from swap, in bytes per second. 1 MiB/s are 256 pages, each of
   * which somebody waits for: at 0.1 ms, a fast SSD's latency, that is 2.6 % of a thread's time,
   * and more than all of it on a disk. What is in swap is missing from PSS.
   */
  SWAPPING(Status.INVALID, "memory was read back from swap", 1 << 20),

  /**
   * Without its environment variables a fork's allocator, tokenizer and telemetry take threads and
   * memory of their own accord.
   */
  ENVIRONMENT(Status.INVALID, "forks ran without the measured environment"),

  /** From fewer forks there is no interval to speak of, see {@link Estimate}. */
  FORKS(Status.INVALID, "fewer than " + Estimate.LEAST_FORKS + " forks", Estimate.LEAST_FORKS),

  /**
   * A deployment that is meant to share its weights was not seen to. That is a claim about memory:
   * the time is that of these processes whatever the kernel shares.
   */
  SHARING(Status.INVALID, "sharing was not verified"),

  /**
   * PSS is the kernel's: where it hides which pages a process maps, PSS cannot be counted within
   * the tree. Six idle JVMs of the same JDK lowered the kernel's by up to 14 %, two programs that
   * mapped the shared weights by up to 28 %, and nobody can tell whether there were any.
   */
  RAW_PSS(Status.INVALID, "PSS depends on what else runs, since pagemap cannot be read"),

  /** No figure, or one that only a part of the forks could measure. */
  NOT_MEASURED(Status.INVALID, "not measured"),

  /**
   * The 95 % interval over forks reaches further than this. Deployments that share one machine's
   * cores sensibly differ by 10 % or so: a figure that is less sure does not tell which of them to
   * take.
   */
  INTERVAL(Status.IMPRECISE, "interval beyond +-10 %", 0.10),

  /**
   * Less than this part of the calls that were to arrive in a second was answered in one, on
   * average over forks: what piled up or was refused is not served. By simulation of 5 forks of 300
   * calls with one or two servers, whose times vary by 30 %, it is found always from 100 % of what
   * they can serve on, and in a hundredth of the runs at 80 %; at 90 % in two of five, and there in
   * a hundredth with 1000 calls.
   */
  NOT_ACHIEVED(Status.INVALID, "calls were not answered as fast as they came", 0.99),

  /**
   * In some fork the load's own thread was later than this part of the latency that the row is
   * about, in its 99th percentile. What is late counts as latency: a valid figure may be off by as
   * much.
   */
  LATE_CALLS(Status.INVALID, "the load's own thread made calls arrive late", 0.10),

  /**
   * The last third of a fork's calls took so many times as long as the first, by their medians, and
   * the interval over forks excludes 1: calls pile up, and the figure is that of no rate, but of
   * how long one waits to look. By the same simulation it is found in four of five runs at 105 % of
   * what can be served, always at 110 %, and in a twentieth at 90 %.
   */
  BACKLOG(Status.INVALID, "calls pile up", 1.5),

  /** From fewer calls a fork cannot tell its 99th percentile, see {@link LoadRow#leastCalls}. */
  FEW_CALLS(
      Status.INVALID,
      "fewer than " + LoadRow.leastCalls(LoadJudge.CLAIMED) + " calls a fork",
      LoadRow.leastCalls(LoadJudge.CLAIMED)),

  /**
   * A counter that the system does not have: macOS and Windows do not tell of others' CPU. That
   * alone makes no figure wrong, as drift and intervals are still checked, but it is said.
   */
  NOT_WATCHED(Status.VALID, "not watched"),

  /** What handing out and checking cost needs no precision: it is small beside every row. */
  CONTROL(Status.VALID, "not counted, since it runs no model");

  private static final Set<Reason> DISTURBANCES =
      EnumSet.of(FOREIGN_CPU, STEAL, THROTTLING, STOPPED, SWAPPING);

  private final Status status;
  private final String words;
  private final double threshold;

  Reason(Status status, String words) {
    this(status, words, Double.NaN);
  }

  Reason(Status status, String words, double threshold) {
    this.status = status;
    this.words = words;
    this.threshold = threshold;
  }

  /** What a figure is at best, if this is found. */
  public Status status() {
    return status;
  }

  /** Whether it is something that slowed a row down from outside, and not what is wrong with it. */
  public boolean isDisturbance() {
    return DISTURBANCES.contains(this);
  }

  /** In what units the constant's comment says. */
  public double threshold() {
    return threshold;
  }

  /** As files name it: {@code foreignCpu}. */
  public String kind() {
    StringBuilder kind = new StringBuilder();
    for (String word : name().toLowerCase(Locale.ROOT).split("_")) {
      kind.append(
          kind.length() == 0
              ? word
              : word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1));
    }
    return kind.toString();
  }

  /** In words for people. */
  @Override
  public String toString() {
    return words;
  }
}
