package distilbench.proctree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.profile.ProfilerException;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** Through JMH itself, the figures are there and agree with each other. */
@EnabledOnOs(OS.LINUX)
class ProcessTreeProfilerTest {
  private static final Set<String> LABELS =
      Set.of(
          "mem.tree.pss.peak",
          "mem.tree.pss.mean",
          "mem.tree.raw_pss.peak",
          "mem.tree.raw_pss.mean",
          "mem.tree.exact",
          "mem.tree.uss.peak",
          "mem.tree.rss.peak",
          "mem.tree.anon.mean",
          "mem.tree.file.mean",
          "mem.root.rss.peak",
          "mem.root.pss.mean",
          "mem.workers.pss.mean",
          "mem.heap.used",
          "mem.harness.pss",
          "mem.open.pss.peak",
          "mem.tree.procs",
          "mem.samples",
          "mem.sampler.cpu",
          "mem.sampler.interval",
          "mem.sampler.span",
          "cpu.tree.cores",
          "cpu.open.seconds",
          "sched.tree.involuntary");

  @ParameterizedTest
  @CsvSource({"halfASecond, 1", "halfASecond, 0", "fiveMilliseconds, 1", "fiveMilliseconds, 0"})
  void everyIterationHasEveryFigureAndTheyAgree(String benchmark, int forks) throws Exception {
    RunResult result = run(benchmark, options().forks(forks).addProfiler(GCProfiler.class));

    List<IterationResult> iterations =
        List.copyOf(result.getBenchmarkResults().iterator().next().getIterationResults());
    assertThat(iterations).hasSize(2);
    for (IterationResult iteration : iterations) {
      assertThat(iteration.getSecondaryResults().keySet())
          .containsAll(LABELS)
          .contains("gc.alloc.rate");
      boolean tellsCpu = benchmark.equals("halfASecond");
      assertThat(LABELS)
          .filteredOn(label -> tellsCpu || !label.equals("cpu.tree.cores"))
          .allSatisfy(label -> assertThat(figure(iteration, label)).as(label).isNotNaN());
      double pss = figure(iteration, "mem.tree.pss.mean");
      assertThat(figure(iteration, "mem.tree.rss.peak"))
          .isGreaterThanOrEqualTo(figure(iteration, "mem.tree.pss.peak"));
      assertThat(figure(iteration, "mem.tree.pss.peak"))
          .isGreaterThanOrEqualTo(figure(iteration, "mem.tree.uss.peak"))
          .isGreaterThanOrEqualTo(pss * 0.999);
      assertThat(figure(iteration, "mem.root.rss.peak"))
          .isBetween(
              figure(iteration, "mem.root.pss.mean"), figure(iteration, "mem.tree.rss.peak"));
      assertThat(figure(iteration, "mem.root.pss.mean") + figure(iteration, "mem.workers.pss.mean"))
          .isCloseTo(pss, withinPercentage(0.01));
      assertThat(figure(iteration, "mem.tree.anon.mean") + figure(iteration, "mem.tree.file.mean"))
          .isCloseTo(pss, within(0.1));
      assertThat(figure(iteration, "mem.tree.exact")).isEqualTo(1);
      assertThat(figure(iteration, "mem.tree.raw_pss.mean"))
          .isLessThanOrEqualTo(figure(iteration, "mem.tree.raw_pss.peak"))
          .isLessThan(pss);
      assertThat(figure(iteration, "mem.samples")).isGreaterThanOrEqualTo(1);
      assertThat(figure(iteration, "mem.tree.procs")).isEqualTo(2);
      assertThat(figure(iteration, "mem.heap.used")).isLessThan(pss);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void openingAndClosingAreNotMeasured(int warmUps) throws RunnerException {
    RunResult result = run("halfASecond", options().warmupIterations(warmUps));

    double harness = figure(result, "mem.harness.pss");
    double peak = figure(result, "mem.tree.pss.peak");
    assertThat(figure(result, "mem.open.pss.peak") - harness)
        .isGreaterThan(SectionedBenchmarks.OPENING_MIB - 5);
    // Of the peak while opening only what is held for good is left.
    assertThat(peak - harness)
        .isBetween(
            (double) SectionedBenchmarks.WORKING_MIB, SectionedBenchmarks.OPENING_MIB - 50.0);
    assertThat(figure(result, "mem.tree.pss.mean")).isCloseTo(peak, withinPercentage(5));
    assertThat(figure(result, "cpu.tree.cores")).isLessThan(0.7);
    assertThat(figure(result, "cpu.open.seconds")).isPositive();
  }

  @Test
  void optionsAreObeyed() throws RunnerException {
    RunResult off = run("halfASecond", options("interval=20;pss=off"));
    RunResult often = run("halfASecond", options("pss=20"));

    assertThat(figure(off, "mem.tree.pss.peak")).isNaN();
    assertThat(figure(off, "mem.sampler.interval")).isNaN();
    assertThat(figure(off, "mem.heap.used")).isNaN();
    assertThat(figure(off, "mem.tree.rss.peak")).isPositive();
    assertThat(figure(often, "mem.sampler.interval")).isLessThan(100);
  }

  @Test
  void withoutAMeasuredSectionEverythingIsNaN() throws RunnerException {
    RunResult result = run("withoutSection", options());

    assertThat(LABELS).allSatisfy(label -> assertThat(figure(result, label)).as(label).isNaN());
  }

  @Test
  void optionsAreExplained() {
    assertThatThrownBy(() -> new ProcessTreeProfiler("help"))
        .isInstanceOf(ProfilerException.class)
        .hasMessageContaining("interval=<ms>")
        .hasMessageContaining("between readings of RSS (default: 100)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pss=sometimes", "pss=0", "interval=-1", "interval=", "sort=up"})
  void wrongOptionsAreRefusedInOneLine(String line) {
    assertThatThrownBy(() -> new ProcessTreeProfiler(line))
        .isInstanceOf(ProfilerException.class)
        .hasMessageMatching(".*; give interval=<ms>, pss=adaptive\\|off\\|<ms>, or help");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "interval=100", "pss=adaptive", "PSS=Off; interval=10", "pss=500"})
  void rightOptionsAreTaken(String line) {
    assertThatCode(() -> new ProcessTreeProfiler(line)).doesNotThrowAnyException();
  }

  private static ChainedOptionsBuilder options(String... profilerOptions) {
    ChainedOptionsBuilder options = new OptionsBuilder().verbosity(VerboseMode.SILENT);
    Arrays.stream(profilerOptions)
        .forEach(line -> options.addProfiler(ProcessTreeProfiler.class, line));
    return profilerOptions.length == 0 ? options.addProfiler(ProcessTreeProfiler.class) : options;
  }

  private static RunResult run(String benchmark, ChainedOptionsBuilder options)
      throws RunnerException {
    String name = SectionedBenchmarks.class.getName() + "." + benchmark + "$";
    return new Runner(options.include(name).shouldFailOnError(true).build()).runSingle();
  }

  private static double figure(IterationResult iteration, String label) {
    return iteration.getSecondaryResults().get(label).getScore();
  }

  private static double figure(RunResult result, String label) {
    return result.getSecondaryResults().get(label).getScore();
  }
}
