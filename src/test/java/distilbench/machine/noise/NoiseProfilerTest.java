package distilbench.machine.noise;

import static distilbench.format.MetricLabel.NOISE_BUSY_CORES;
import static distilbench.format.MetricLabel.NOISE_FOREIGN_CORES;
import static distilbench.format.MetricLabel.NOISE_ROUNDING_CORES;
import static distilbench.format.MetricLabel.NOISE_SECONDS;
import static distilbench.format.MetricLabel.NOISE_STEAL_CORES;
import static distilbench.format.MetricLabel.NOISE_STOPPED_SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import distilbench.format.MetricLabel;
import distilbench.jvm.ChildJvm;
import distilbench.proctree.ProcFs;
import distilbench.proctree.SectionedBenchmarks;
import distilbench.section.MeasuredSection;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/** What disturbs a section counts if it does so within, and only there. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class NoiseProfilerTest {
  private static final long SECTION_MILLIS = 1000;

  private static final List<MetricLabel> LABELS =
      Arrays.stream(MetricLabel.values())
          .filter(
              metric -> metric.label().startsWith("noise.") || metric == MetricLabel.CPU_THROTTLED)
          .toList();

  private final MeasuredSection section = MeasuredSection.current();
  private final NoiseProfiler profiler = new NoiseProfiler();
  private final ProcFs processes = ProcFs.ofThisMachine();

  /** A shell that goes on alone belongs to nobody's tree but the system's. */
  @Test
  void aNeighbourWithinTheSectionIsForeign() throws Exception {
    Process shell = new ProcessBuilder("sh", "-c", "while :; do :; done & echo $!").start();
    long neighbour = Long.parseLong(shell.inputReader().readLine());
    try {
      double before = processes.stat(neighbour).cpuSeconds();
      Map<MetricLabel, Double> noise = measured(SECTION_MILLIS);
      double used = processes.stat(neighbour).cpuSeconds() - before;

      assertThat(used).isGreaterThan(0.1);
      assertThat(noise.get(NOISE_FOREIGN_CORES) + noise.get(NOISE_ROUNDING_CORES))
          .isGreaterThan(0.9 * used / noise.get(NOISE_SECONDS));
      assertThat(noise.get(NOISE_ROUNDING_CORES)).isBetween(0.005, 0.1);
      assertThat(noise.get(NOISE_STOPPED_SECONDS)).isZero();
    } finally {
      ProcessHandle.of(neighbour).ifPresent(ProcessHandle::destroyForcibly);
    }
  }

  @Test
  void aProcessOfTheTreeIsNotForeignWhileItLives() throws Exception {
    Process own = ChildJvm.describe(Spinner.class, List.of("-Xint"), List.of()).start();
    try {
      assertThat(own.inputReader().readLine()).isEqualTo("spinning");
      double before = processes.stat(own.pid()).cpuSeconds();
      Map<MetricLabel, Double> noise = measured(SECTION_MILLIS);
      double used = processes.stat(own.pid()).cpuSeconds() - before;

      assertThat(used).isGreaterThan(0.1);
      double tree = noise.get(NOISE_BUSY_CORES) - noise.get(NOISE_FOREIGN_CORES);
      assertThat(tree + noise.get(NOISE_ROUNDING_CORES))
          .isGreaterThan(0.9 * used / noise.get(NOISE_SECONDS));
    } finally {
      own.destroyForcibly().waitFor();
    }
  }

  @Test
  void aStoppedWorkerIsNamedIfTheSectionIsRunning() throws Exception {
    Process worker = ChildJvm.describe(Spinner.class, List.of("-Xint"), List.of()).start();
    try {
      assertThat(worker.inputReader().readLine()).isEqualTo("spinning");
      profiler.beforeIteration(null, null);
      section.opening();
      section.opened(0.1, 1, false, List.of(worker.pid()));
      signal("STOP", worker.pid());
      Thread.sleep(500);
      signal("CONT", worker.pid());
      section.begin();
      Thread.sleep(500);
      section.end();
      assertThat(figures().get(NOISE_STOPPED_SECONDS)).isZero();

      section.begin();
      signal("STOP", worker.pid());
      Thread.sleep(SECTION_MILLIS);
      signal("CONT", worker.pid());
      section.end();
      assertThat(figures().get(NOISE_STOPPED_SECONDS)).isGreaterThan(0.6);
    } finally {
      worker.destroyForcibly().waitFor();
    }
  }

  @Test
  void everyIterationHasEveryFigureOfItsSection() throws Exception {
    assertThat(iterations("halfASecond"))
        .allSatisfy(
            figures -> {
              assertThat(figures.keySet()).containsAll(LABELS);
              assertThat(figures.get(NOISE_SECONDS)).isBetween(0.5, 10.0);
              assertThat(figures.get(NOISE_FOREIGN_CORES)).isFinite();
              assertThat(figures.get(NOISE_STEAL_CORES)).isFinite();
              assertThat(figures.get(NOISE_STOPPED_SECONDS)).isZero();
            });
  }

  @Test
  void aMomentTellsNothing() throws Exception {
    assertThat(iterations("fiveMilliseconds"))
        .allSatisfy(
            figures -> {
              assertThat(figures.get(NOISE_SECONDS)).isPositive();
              assertThat(figures.get(NOISE_FOREIGN_CORES).isNaN())
                  .isEqualTo(figures.get(NOISE_SECONDS) < 0.1);
            });
    assertThat(iterations("withoutSection"))
        .allSatisfy(figures -> assertThat(figures.values()).containsOnly(Double.NaN));
  }

  private Map<MetricLabel, Double> measured(long millis) throws InterruptedException {
    profiler.beforeIteration(null, null);
    section.opening();
    section.opened(0.1, 1, false, List.of());
    section.begin();
    Thread.sleep(millis);
    section.end();
    return figures();
  }

  private Map<MetricLabel, Double> figures() {
    return profiler.afterIteration(null, null, null).stream()
        .collect(Collectors.toMap(NoiseProfilerTest::label, Result::getScore));
  }

  private static MetricLabel label(Result<?> result) {
    return LABELS.stream()
        .filter(label -> label.label().equals(result.getLabel()))
        .findFirst()
        .orElseThrow();
  }

  private static List<Map<MetricLabel, Double>> iterations(String benchmark) throws Exception {
    Options options =
        new OptionsBuilder()
            .include(SectionedBenchmarks.class.getName() + "." + benchmark + "$")
            .verbosity(VerboseMode.SILENT)
            .shouldFailOnError(true)
            .addProfiler(NoiseProfiler.class)
            .build();
    return new Runner(options)
        .runSingle().getBenchmarkResults().iterator().next().getIterationResults().stream()
            .map(NoiseProfilerTest::noise)
            .toList();
  }

  private static Map<MetricLabel, Double> noise(IterationResult iteration) {
    return LABELS.stream()
        .collect(
            Collectors.toMap(
                label -> label,
                label -> iteration.getSecondaryResults().get(label.label()).getScore()));
  }

  private static void signal(String name, long pid) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
    assertThat(kill.waitFor()).isZero();
  }
}
