package distilbench.format;

import java.util.Arrays;
import java.util.List;

/**
 * The secondary metrics that this suite adds to JMH's results. Labels and units are part of every
 * result file and do not change. A fork emits every label of a family in every iteration, NaN where
 * the figure is not known.
 */
public enum MetricLabel {
  /** Whether the fork ran under the measured environment: 1 or 0. */
  FORK_ENVIRONMENT("fork.environment", "yes"),

  /** From starting to open what is measured until it was warm; NaN if nothing was opened before. */
  OPEN_SECONDS("open.seconds", "s"),

  /**
   * Whether at least two processes are meant to share the weights: 1 or 0; NaN of what is no
   * deployment.
   */
  SHARE_EXPECTED("share.expected", "yes"),

  /** 1 if the processes were seen to share the weights; NaN if that is not known or not meant. */
  SHARE_VERIFIED("share.verified", "yes"),

  /** Texts per call at most; NaN if there are no calls. */
  WORK_CALL_SIZE("work.call_size", "texts"),

  /** Texts of one operation. */
  WORK_TEXTS("work.texts", "texts/op"),

  /** Their tokens, [CLS] and [SEP] included; NaN if none are processed. */
  WORK_TOKENS("work.tokens", "tokens/op"),

  /** Tokens that are computed, padding included; NaN likewise. */
  WORK_PADDED_TOKENS("work.padded_tokens", "tokens/op"),

  /** Texts of one operation that are cut at the model's longest sequence; NaN likewise. */
  WORK_TRUNCATED("work.truncated", "texts/op"),

  /** Whether an operation runs the model: 1 or 0. */
  WORK_RUNS_MODEL("work.runs_model", "yes"),

  /**
   * Billions of floating-point operations that the model's matrix products take for the real tokens
   * of one operation, each text by its own length; NaN if no model runs.
   */
  WORK_MODEL_GFLOP("work.model_gflop", "GFLOP/op"),

  /** The same of an operation that is one matrix product, 2 m k n; NaN of all others. */
  WORK_GFLOP("work.gflop", "GFLOP/op"),

  /** The same in a second, all threads together; NaN unless the score is operations per time. */
  WORK_GFLOPS("work.gflops", "GFLOP/s"),

  /**
   * Part of the texts whose label is that of the model as it was prepared, in float32; NaN of
   * embeddings, and of what runs no model, as what follows.
   */
  ANSWER_AGREEMENT("answer.agreement", "share"),

  /**
   * Mean of the texts' differences from the same: the largest of a text's logits, or 1 - cosine of
   * its embedding.
   */
  ANSWER_MEAN_DIFFERENCE("answer.mean_difference", "difference"),

  /** The largest of them. */
  ANSWER_MAX_DIFFERENCE("answer.max_difference", "difference"),

  /**
   * Peak of the process tree's PSS: every page that a process of the tree maps counts once, whoever
   * else maps it, and is divided among the tree's processes.
   */
  MEM_TREE_PSS_PEAK("mem.tree.pss.peak", "MiB"),

  /** Mean of the same over time. */
  MEM_TREE_PSS_MEAN("mem.tree.pss.mean", "MiB"),

  /** Peak of the PSS as the kernel has it: pages divided among all processes of the system. */
  MEM_TREE_RAW_PSS_PEAK("mem.tree.raw_pss.peak", "MiB"),

  /** Mean of the same over time. */
  MEM_TREE_RAW_PSS_MEAN("mem.tree.raw_pss.mean", "MiB"),

  /**
   * 1 if PSS and USS are the tree's own; 0 where the kernel does not tell which pages processes
   * map, so that they are the kernel's, and strangers that map the same files lower them.
   */
  MEM_TREE_EXACT("mem.tree.exact", "yes"),

  /** Peak of the tree's USS: pages that one process of the tree alone has. */
  MEM_TREE_USS_PEAK("mem.tree.uss.peak", "MiB"),

  /** Peak of the tree's RSS, in which a shared page counts once for every process. */
  MEM_TREE_RSS_PEAK("mem.tree.rss.peak", "MiB"),

  /** Mean of the part of PSS without a file behind it. */
  MEM_TREE_ANON_MEAN("mem.tree.anon.mean", "MiB"),

  /** Mean of the part of PSS that maps files. */
  MEM_TREE_FILE_MEAN("mem.tree.file.mean", "MiB"),

  /** Peak RSS of the benchmark's process alone. */
  MEM_ROOT_RSS_PEAK("mem.root.rss.peak", "MiB"),

  /** Mean PSS of the benchmark's process alone. */
  MEM_ROOT_PSS_MEAN("mem.root.pss.mean", "MiB"),

  /** Mean PSS of all processes below it together. */
  MEM_WORKERS_PSS_MEAN("mem.workers.pss.mean", "MiB"),

  /**
   * What the managed heaps of the workers held at most, all together, as they say themselves; NaN
   * if one does not.
   */
  MEM_WORKERS_HEAP("mem.workers.heap", "MiB"),

  /** Largest use of the benchmark's Java heap, garbage included. */
  MEM_HEAP_USED("mem.heap.used", "MiB"),

  /** PSS of the benchmark's process before what is measured is opened. */
  MEM_HARNESS_PSS("mem.harness.pss", "MiB"),

  /** Peak of the tree's PSS while it opens. */
  MEM_OPEN_PSS_PEAK("mem.open.pss.peak", "MiB"),

  /** Most living processes of the tree at one time. */
  MEM_TREE_PROCS("mem.tree.procs", "processes"),

  /** Readings of PSS. */
  MEM_SAMPLES("mem.samples", "samples"),

  /** CPU that taking them used. */
  MEM_SAMPLER_CPU("mem.sampler.cpu", "cores"),

  /** Between two of them, as it came out. */
  MEM_SAMPLER_INTERVAL("mem.sampler.interval", "ms"),

  /** The longest of them: processes are read one after the other. */
  MEM_SAMPLER_SPAN("mem.sampler.span", "ms"),

  /**
   * By how much the tree's PSS grows, as the slope of a straight line through readings between
   * passes; NaN of benchmarks that do not watch it, as what follows.
   */
  GROWTH_PSS("growth.pss", "MiB/1000 calls"),

  /** The same of the part of PSS without a file behind it. */
  GROWTH_ANON("growth.anon", "MiB/1000 calls"),

  /** By how much the tree's PSS grows when the deployment is closed and opened again. */
  GROWTH_OPEN_PSS("growth.open.pss", "MiB/opening"),

  /** The same of the part of PSS without a file behind it. */
  GROWTH_OPEN_ANON("growth.open.anon", "MiB/opening"),

  /**
   * Latency of calls that arrive by themselves, each from when it was to arrive until its answer:
   * the answered ones of all forks together, whose percentiles JMH gives; NaN of benchmarks in
   * which no calls arrive, as what follows.
   */
  LAT_CALL("lat.call", "ms/op"),

  /**
   * Median latency of one fork's calls. One that was refused counts as longer than all others; NaN
   * where that is the one asked for, as of the percentiles of latency that follow.
   */
  LAT_P50("lat.p50", "ms"),

  LAT_P90("lat.p90", "ms"),

  LAT_P99("lat.p99", "ms"),

  LAT_P99_9("lat.p99.9", "ms"),

  /** NaN if a call was refused. */
  LAT_MAX("lat.max", "ms"),

  /** Mean time from when an answered call was to arrive until the deployment began with it. */
  LAT_WAIT_MEAN("lat.wait.mean", "ms"),

  LAT_WAIT_P99("lat.wait.p99", "ms"),

  /** Mean time from then until its answer. */
  LAT_SERVICE_MEAN("lat.service.mean", "ms"),

  LAT_SERVICE_P99("lat.service.p99", "ms"),

  /** Median latency of the first third of the calls. */
  LAT_FIRST_P50("lat.first.p50", "ms"),

  /** The same of the last third. */
  LAT_LAST_P50("lat.last.p50", "ms"),

  /** How much later than intended calls arrived: how late the load's own thread was. */
  LAT_SLIP_P99("lat.slip.p99", "ms"),

  /** Calls that were to arrive in a second. */
  RATE_OFFERED("rate.offered", "calls/s"),

  /** Calls that were answered in a second, until the last answer. */
  RATE_ACHIEVED("rate.achieved", "calls/s"),

  /** Calls that were to arrive. */
  LOAD_CALLS("load.calls", "calls"),

  /** How many of them were refused, since too many were in flight. */
  LOAD_REFUSED("load.refused", "calls"),

  /** CPU that making calls arrive took. */
  LOAD_CPU("load.cpu", "cores"),

  /** Part of the calls that was answered within the latency asked for; NaN without one. */
  SLO_ATTAINMENT("slo.attainment", "share"),

  /** CPU seconds per second of the tree, ended processes included; NaN in less than 0.1 s. */
  CPU_TREE_CORES("cpu.tree.cores", "cores"),

  /** CPU seconds that opening took; NaN likewise. */
  CPU_OPEN_SECONDS("cpu.open.seconds", "s"),

  /** Part of the time for which a quota stopped the tree, the mean over the CPUs it may use. */
  CPU_THROTTLED("cpu.throttled", "share"),

  /** How long the measured section was. */
  NOISE_SECONDS("noise.seconds", "s"),

  /** CPU that everybody used meanwhile, the measured process tree included. */
  NOISE_BUSY_CORES("noise.busy.cores", "cores"),

  /** The same of others than the tree; NaN in less than 0.1 s, as what follows. */
  NOISE_FOREIGN_CORES("noise.foreign.cores", "cores"),

  /** What the rounding of the kernel's clocks may amount to in it: two standard deviations. */
  NOISE_ROUNDING_CORES("noise.rounding.cores", "cores"),

  /** CPU that the hypervisor gave to others while it was wanted. */
  NOISE_STEAL_CORES("noise.steal.cores", "cores"),

  /** Mean number of CPUs on which a quota stopped the tree. */
  NOISE_THROTTLED_CORES("noise.throttled.cores", "cores"),

  /** Read back from swap. */
  NOISE_SWAP_IN("noise.swap_in", "MiB/s"),

  /** How long a process of the tree was stopped, by SIGSTOP for instance. */
  NOISE_STOPPED_SECONDS("noise.stopped.seconds", "s"),

  /** Involuntary context switches of all threads that lived to the end. */
  SCHED_TREE_INVOLUNTARY("sched.tree.involuntary", "switches/s");

  private final String label;
  private final String unit;

  MetricLabel(String label, String unit) {
    this.label = label;
    this.unit = unit;
  }

  /** As result files name it. */
  public String label() {
    return label;
  }

  /** As result files spell it. */
  public String unit() {
    return unit;
  }

  /** How the labels of this suite begin, such as {@code mem.}: whatever else does is its own. */
  public static List<String> families() {
    return Arrays.stream(values())
        .map(metric -> metric.label.substring(0, metric.label.indexOf('.') + 1))
        .distinct()
        .toList();
  }
}
