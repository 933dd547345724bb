package distilbench.machine.noise;

import distilbench.format.MetricLabel;
import distilbench.machine.CpuLimits;
import distilbench.machine.Fact;
import distilbench.machine.MachineFiles;
import distilbench.proctree.ProcFs;
import distilbench.proctree.ProcessTree;
import distilbench.section.MeasuredSection;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * Adds to JMH's results what disturbed the measured section, as secondary metrics {@code noise.*}:
 * the kernel's counters are read where it begins and where it ends, so that a neighbour that was
 * busy while a fork started does not count, and one that was busy for half of a section of a second
 * does, however long the fork lived.
 *
 * <p>Every label is there in every iteration, NaN where it could not be measured.
 */
public final class NoiseProfiler implements InternalProfiler, MeasuredSection.Listener {
  /** The kernel counts CPU time in hundredths of a second: over less it tells nothing. */
  private static final double LEAST_SECONDS = 0.1;

  private static final double TICK_SECONDS = 0.01;

  /** Each process's user and system time, and five of the machine's times, at both ends. */
  private static final int ROUNDED_PER_PROCESS = 4;

  private static final int ROUNDED_OF_MACHINE = 10;
  private static final double MIB = 1 << 20;

  private final MachineFiles files = new MachineFiles(Path.of("/"));
  private final ProcFs processes = ProcFs.ofThisMachine();
  private final ProcessTree tree = new ProcessTree(processes, ProcessHandle.current().pid());
  private boolean listening;
  private List<Long> workers = List.of();
  private StopSampler stops;
  private Counters before;
  private Map<MetricLabel, Double> figures = unknown();

  @Override
  public String getDescription() {
    return "What disturbed the measured section: CPU of others, steal, throttling, stops (Linux)";
  }

  @Override
  public void beforeIteration(BenchmarkParams benchmark, IterationParams iteration) {
    if (!listening) {
      listening = true;
      MeasuredSection.current().tell(this);
    }
    figures = unknown();
  }

  @Override
  public void opened(List<Long> workerPids) {
    workers = List.copyOf(workerPids);
  }

  @Override
  public void beginning() {
    stops = StopSampler.start(processes, workers);
    before = count();
  }

  @Override
  public void joined(List<Long> workerPids) {
    if (stops != null) {
      stops.watch(workerPids);
    }
  }

  @Override
  public void ended() {
    Counters after = count();
    double stopped = stops.stop();
    figures = figures(before, after, stopped);
  }

  private Counters count() {
    return Counters.read(System.nanoTime(), files, processes, tree);
  }

  static Map<MetricLabel, Double> figures(Counters before, Counters after, double stopped) {
    double seconds = Noise.seconds(before, after);
    Map<MetricLabel, Double> figures = unknown();
    figures.put(MetricLabel.NOISE_SECONDS, seconds);
    figures.put(MetricLabel.NOISE_STOPPED_SECONDS, stopped);
    if (seconds < LEAST_SECONDS) {
      return figures;
    }
    Noise noise = Noise.between(before, after, Fact.none("idle cores have one too"));
    Fact<Double> busy = Noise.difference(before.busySeconds(), after.busySeconds());
    put(figures, MetricLabel.NOISE_BUSY_CORES, busy.map(sum -> sum / seconds));
    put(figures, MetricLabel.NOISE_FOREIGN_CORES, noise.foreignCpuCores());
    figures.put(MetricLabel.NOISE_ROUNDING_CORES, rounding(after.treeProcesses()) / seconds);
    put(figures, MetricLabel.NOISE_STEAL_CORES, noise.stealCores());
    put(
        figures,
        MetricLabel.NOISE_THROTTLED_CORES,
        noise.throttledSeconds().map(sum -> sum / seconds));
    int cpus = CpuLimits.allowedCpus().cardinality();
    if (cpus > 0) {
      put(
          figures,
          MetricLabel.CPU_THROTTLED,
          noise.throttledSeconds().map(sum -> sum / seconds / cpus));
    }
    put(figures, MetricLabel.NOISE_SWAP_IN, noise.swapInBytesPerSecond().map(sum -> sum / MIB));
    return figures;
  }

  /**
   * What rounding may amount to in a difference of CPU times, in seconds: two standard deviations
   * of a sum of times, each rounded down to whole ticks.
   */
  private static double rounding(int processes) {
    double variances = (ROUNDED_PER_PROCESS * processes + ROUNDED_OF_MACHINE) / 12.0;
    return 2 * TICK_SECONDS * Math.sqrt(variances);
  }

  private static void put(
      Map<MetricLabel, Double> figures, MetricLabel label, Fact<Double> figure) {
    figures.put(label, figure.isKnown() ? figure.value() : Double.NaN);
  }

  private static Map<MetricLabel, Double> unknown() {
    Map<MetricLabel, Double> figures = new EnumMap<>(MetricLabel.class);
    for (MetricLabel label :
        List.of(
            MetricLabel.CPU_THROTTLED,
            MetricLabel.NOISE_SECONDS,
            MetricLabel.NOISE_BUSY_CORES,
            MetricLabel.NOISE_FOREIGN_CORES,
            MetricLabel.NOISE_ROUNDING_CORES,
            MetricLabel.NOISE_STEAL_CORES,
            MetricLabel.NOISE_THROTTLED_CORES,
            MetricLabel.NOISE_SWAP_IN,
            MetricLabel.NOISE_STOPPED_SECONDS)) {
      figures.put(label, Double.NaN);
    }
    return figures;
  }

  @Override
  public Collection<? extends Result<?>> afterIteration(
      BenchmarkParams benchmark, IterationParams iteration, IterationResult result) {
    return figures.entrySet().stream()
        .map(
            figure ->
                new ScalarResult(
                    figure.getKey().label(),
                    figure.getValue(),
                    figure.getKey().unit(),
                    AggregationPolicy.AVG))
        .toList();
  }
}
