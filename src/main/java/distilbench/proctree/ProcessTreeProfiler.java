package distilbench.proctree;

import distilbench.format.MetricLabel;
import distilbench.section.MeasuredSection;
import distilbench.section.Steps;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
 * growth.*}, {@code cpu.*} and {@code sched.*}. Memory is in MiB (2^20 bytes), and the tree's own:
 * see {@link ProcessTree.Memory}.
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
  private final Map<Steps, Growth> growth = new EnumMap<>(Steps.class);

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
    growth.clear();
    if (sampler == null) {
      ProcFs proc = ProcFs.ofThisMachine();
      Optional<String> obstacle = proc.obstacle();
      if (obstacle.isPresent()) {
        System.out.println(
            "process tree: " + obstacle.get() + "; mem.*, cpu.* and sched.* are NaN");
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
  public void joined(List<Long> workerPids) {
    sampler.expect(workerPids);
  }

  @Override
  public void beginning() {
    sampler.begin();
  }

  @Override
  public void reached(Steps steps, double count) {
    growth.computeIfAbsent(steps, any -> new Growth()).add(count, sampler.sample());
  }

  @Override
  public void ended() {
    section = sampler.end();
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    List<ScalarResult> results = new ArrayList<>();
    memory(results, MetricLabel.MEM_TREE_PSS_PEAK, section.pssPeak(), AggregationPolicy.MAX);
    memory(results, MetricLabel.MEM_TREE_PSS_MEAN, section.pssMean(), AggregationPolicy.AVG);
    memory(results, MetricLabel.MEM_TREE_RAW_PSS_PEAK, section.rawPssPeak(), AggregationPolicy.MAX);
    memory(results, MetricLabel.MEM_TREE_RAW_PSS_MEAN, section.rawPssMean(), AggregationPolicy.AVG);
    mean(results, MetricLabel.MEM_TREE_EXACT, section.exact());
    memory(results, MetricLabel.MEM_TREE_USS_PEAK, section.ussPeak(), AggregationPolicy.MAX);
    memory(results, MetricLabel.MEM_TREE_RSS_PEAK, section.rssPeak(), AggregationPolicy.MAX);
    memory(results, MetricLabel.MEM_TREE_ANON_MEAN, section.anonymousMean(), AggregationPolicy.AVG);
    memory(results, MetricLabel.MEM_TREE_FILE_MEAN, section.fileMean(), AggregationPolicy.AVG);
    memory(results, MetricLabel.MEM_ROOT_RSS_PEAK, section.rootRssPeak(), AggregationPolicy.MAX);
    memory(results, MetricLabel.MEM_ROOT_PSS_MEAN, section.rootPssMean(), AggregationPolicy.AVG);
    memory(
        results, MetricLabel.MEM_WORKERS_PSS_MEAN, section.workersPssMean(), AggregationPolicy.AVG);
    memory(results, MetricLabel.MEM_HEAP_USED, section.heapPeak(), AggregationPolicy.MAX);
    memory(results, MetricLabel.MEM_HARNESS_PSS, opening.rootPssFirst(), AggregationPolicy.AVG);
    memory(results, MetricLabel.MEM_OPEN_PSS_PEAK, opening.pssPeak(), AggregationPolicy.MAX);
    growth(results, Steps.THOUSAND_CALLS, MetricLabel.GROWTH_PSS, MetricLabel.GROWTH_ANON);
    growth(results, Steps.OPENINGS, MetricLabel.GROWTH_OPEN_PSS, MetricLabel.GROWTH_OPEN_ANON);
    add(results, MetricLabel.MEM_TREE_PROCS, section.processes(), AggregationPolicy.MAX);
    add(results, MetricLabel.MEM_SAMPLES, section.samples(), AggregationPolicy.SUM);
    mean(results, MetricLabel.MEM_SAMPLER_CPU, perSecond(section.samplerCpuSeconds()));
    mean(results, MetricLabel.MEM_SAMPLER_INTERVAL, interval());
    add(results, MetricLabel.MEM_SAMPLER_SPAN, section.passSeconds() * 1e3, AggregationPolicy.MAX);
    mean(results, MetricLabel.CPU_TREE_CORES, perSecond(section.cpuSeconds()));
    mean(results, MetricLabel.CPU_OPEN_SECONDS, opening.cpuSeconds());
    mean(results, MetricLabel.SCHED_TREE_INVOLUNTARY, perSecond(section.involuntarySwitches()));
    return results;
  }

  private void growth(
      List<ScalarResult> results, Steps steps, MetricLabel pss, MetricLabel anonymous) {
    Growth grown = growth.getOrDefault(steps, new Growth());
    memory(results, pss, grown.pss(), AggregationPolicy.AVG);
    memory(results, anonymous, grown.anonymous(), AggregationPolicy.AVG);
  }

  private double perSecond(double amount) {
    return amount / section.seconds();
  }

  /** Milliseconds between readings of PSS, as they came out; NaN without two of them. */
  private double interval() {
    return section.samples() < 2 ? Double.NaN : section.seconds() * 1e3 / (section.samples() - 1);
  }

  private static void memory(
      List<ScalarResult> results, MetricLabel metric, double bytes, AggregationPolicy policy) {
    add(results, metric, bytes / MIB, policy);
  }

  private static void mean(List<ScalarResult> results, MetricLabel metric, double value) {
    add(results, metric, value, AggregationPolicy.AVG);
  }

  private static void add(
      List<ScalarResult> results, MetricLabel metric, double value, AggregationPolicy policy) {
    results.add(new ScalarResult(metric.label(), value, metric.unit(), policy));
  }
}
