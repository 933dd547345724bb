package distilbench.proctree;

import distilbench.section.MeasuredSection;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Adds to JMH's results what the benchmark's process and all its child processes hold in memory and
 * what CPU time they use during the measured section, as secondary metrics {@code mem.*}, {@code
 * cpu.*} and {@code sched.*}. Memory is in MiB (2^20 bytes).
 *
 * <p>Every label is there in every iteration, NaN where it could not be measured: JMH would fill a
 * missing one with 0.
 */
public final class ProcessTreeProfiler implements InternalProfiler, MeasuredSection.Listener {
  private static final double MIB = 1 << 20;

  private final SamplingOptions options;
  private TreeSampler sampler;
  private TreeFigures opening = TreeFigures.NONE;
  private TreeFigures section = TreeFigures.NONE;

  /** With the default options. */
  public ProcessTreeProfiler() {
    this.options = SamplingOptions.DEFAULT;
  }

  /**
   * @param optionLine {@code name=value} separated by semicolons, or {@code help}
   * @throws ProfilerException with the list of options, if there is no such option or value
   */
  public ProcessTreeProfiler(String optionLine) throws ProfilerException {
    try {
      this.options = SamplingOptions.parse(optionLine);
    } catch (IllegalArgumentException e) {
      throw new ProfilerException(e.getMessage());
    }
  }

  @Override
  public String getDescription() {
    return "Memory and CPU of the whole process tree (Linux)";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    section = TreeFigures.NONE;
    if (sampler == null) {
      ProcFs proc = ProcFs.ofThisMachine();
      if (!proc.tellsMemory()) {
        System.out.println(
            "process tree: this system does not tell what processes share (Linux 4.14 and later"
                + " do); mem.*, cpu.* and sched.* are NaN");
        return;
      }
      ProcessTree tree = new ProcessTree(proc, ProcessHandle.current().pid());
      sampler = new TreeSampler(tree, options, System.err);
      MeasuredSection.current().tell(this);
    }
  }

  @Override
  public void opening() {
    sampler.begin();
  }

  @Override
  public void opened(List<Long> workerPids) {
    sampler.expect(workerPids);
    opening = sampler.end();
  }

  @Override
  public void beginning() {
    sampler.begin();
  }

  @Override
  public void ended() {
    section = sampler.end();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    List<ScalarResult> results = new ArrayList<>();
    memory(results, "mem.tree.pss.peak", section.pssPeak(), AggregationPolicy.MAX);
    memory(results, "mem.tree.pss.mean", section.pssMean(), AggregationPolicy.AVG);
    memory(results, "mem.tree.uss.peak", section.ussPeak(), AggregationPolicy.MAX);
    memory(results, "mem.tree.rss.peak", section.rssPeak(), AggregationPolicy.MAX);
    memory(results, "mem.tree.anon.mean", section.anonymousMean(), AggregationPolicy.AVG);
    memory(results, "mem.tree.file.mean", section.fileMean(), AggregationPolicy.AVG);
    memory(results, "mem.root.rss.peak", section.rootRssPeak(), AggregationPolicy.MAX);
    memory(results, "mem.root.pss.mean", section.rootPssMean(), AggregationPolicy.AVG);
    memory(results, "mem.workers.pss.mean", section.workersPssMean(), AggregationPolicy.AVG);
    memory(results, "mem.heap.used", section.heapPeak(), AggregationPolicy.MAX);
    memory(results, "mem.harness.pss", opening.rootPssFirst(), AggregationPolicy.AVG);
    memory(results, "mem.open.pss.peak", opening.pssPeak(), AggregationPolicy.MAX);
    add(results, "mem.tree.procs", section.processes(), "processes", AggregationPolicy.MAX);
    add(results, "mem.samples", section.samples(), "samples", AggregationPolicy.SUM);
    mean(results, "mem.sampler.cpu", perSecond(section.samplerCpuSeconds()), "cores");
    mean(results, "mem.sampler.interval", interval(), "ms");
    add(results, "mem.sampler.span", section.passSeconds() * 1e3, "ms", AggregationPolicy.MAX);
    mean(results, "cpu.tree.cores", perSecond(section.cpuSeconds()), "cores");
    mean(results, "cpu.open.seconds", opening.cpuSeconds(), "s");
    mean(results, "sched.tree.involuntary", perSecond(section.involuntarySwitches()), "switches/s");
    return results;
  }

  private double perSecond(double amount) {
    return amount / section.seconds();
  }

  /** Milliseconds between readings of PSS, as they came out; NaN without two of them. */
  private double interval() {
    return section.samples() < 2 ? Double.NaN : section.seconds() * 1e3 / (section.samples() - 1);
  }

  private static void memory(
      List<ScalarResult> results, String label, double bytes, AggregationPolicy policy) {
    add(results, label, bytes / MIB, "MiB", policy);
  }

  private static void mean(List<ScalarResult> results, String label, double value, String unit) {
    add(results, label, value, unit, AggregationPolicy.AVG);
  }

  private static void add(
      List<ScalarResult> results,
      String label,
      double value,
      String unit,
      AggregationPolicy policy) {
    results.add(new ScalarResult(label, value, unit, policy));
  }
}
