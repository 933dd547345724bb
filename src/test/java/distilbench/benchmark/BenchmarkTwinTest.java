package distilbench.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.withinPercentage;

import distilbench.corpus.Corpus;
import distilbench.deployment.Deployment;
import distilbench.jvm.JavaRuntime;
import distilbench.model.Described;
import distilbench.model.ForwardPass;
import distilbench.model.Geometry;
import distilbench.model.ModelFolder;
import distilbench.model.ModelVariant;
import distilbench.model.Operations;
import distilbench.model.TinyModel;
import distilbench.model.synthetic.ModelGenerator;
import distilbench.prepare.Preparation;
import distilbench.prepare.PreparationRequest;
import distilbench.reference.ReferenceSet;
import distilbench.section.FactsProfiler;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Every benchmark with every value of its annotations, run by JMH itself in this JVM on the tiny
 * model: set-up, the benchmark, tear-down.
 */
class BenchmarkTwinTest {
  private static final int TEXTS = 40;

  @TempDir private static Path folder;
  private static Path model;

  @BeforeAll
  static void prepareTinyModel() {
    model = folder.resolve("tiny");
    ModelGenerator.withOwnTokenizer(Geometry.TINY, 1, System.err).generate(model);
    Preparation.tellForks(
        List.of(
            Preparation.run(
                new PreparationRequest(
                    model.toString(),
                    ModelVariant.AS_PREPARED,
                    "builtin",
                    "description",
                    TEXTS,
                    true),
                JavaRuntime.ofThisJvm())));
  }

  @AfterAll
  static void forgetPreparation() {
    System.getProperties()
        .keySet()
        .removeIf(name -> name.toString().startsWith("distilbench.prepared."));
  }

  @ParameterizedTest
  @ValueSource(classes = {CorpusPass.class, ClosedLoop.class, ColdStart.class})
  void everyDeploymentIsMeasured(Class<?> benchmark) throws RunnerException {
    // A cold start is one start alone.
    int threads = benchmark.equals(ColdStart.class) ? 1 : 2;

    // What a mode reads off is JMH's: one of them is enough.
    Collection<RunResult> results = run(options(benchmark).threads(threads).mode(mode(benchmark)));

    assertThat(results)
        .extracting(result -> Deployment.valueOf(result.getParams().getParam("deployment")))
        .contains(Deployment.values());
    assertThat(results)
        .allSatisfy(result -> assertThat(result.getPrimaryResult().getScore()).isPositive());
  }

  private static Mode mode(Class<?> benchmark) {
    return benchmark.equals(ClosedLoop.class) ? Mode.Throughput : Mode.SingleShotTime;
  }

  @Test
  void aSoakIsOneOperationOfManyPasses() throws RunnerException {
    Collection<RunResult> results =
        run(
            options(Soak.class)
                .threads(1)
                .param("readings", "5")
                .param("deployment", "SINGLE", "SERVER"));

    assertThat(results)
        .filteredOn(result -> result.getParams().getBenchmark().endsWith("calls"))
        .hasSize(2)
        .allSatisfy(result -> assertThat(secondary(result, "work.texts")).isEqualTo(5.0 * TEXTS));
    assertThat(results)
        .filteredOn(result -> result.getParams().getBenchmark().endsWith("reopening"))
        .hasSize(2)
        .allSatisfy(
            result -> {
              assertThat(secondary(result, "work.texts")).isGreaterThanOrEqualTo(5.0 * 16);
              assertThat(secondary(result, "open.seconds")).isNaN();
            });
  }

  @Test
  void everyDeploymentServesTheCallsThatArrive() throws RunnerException {
    Collection<RunResult> results =
        run(
            options(OpenLoop.class)
                .threads(1)
                .param("rate", "200")
                .param("calls", "30")
                .param("slo", "60s"));

    assertThat(results)
        .extracting(result -> Deployment.valueOf(result.getParams().getParam("deployment")))
        .contains(Deployment.values());
    assertThat(results)
        .allSatisfy(
            result -> {
              assertThat(secondary(result, "work.texts")).isEqualTo(30);
              assertThat(secondary(result, "load.calls")).isEqualTo(30);
              assertThat(secondary(result, "load.refused")).isZero();
              assertThat(secondary(result, "lat.p50")).isPositive();
              assertThat(secondary(result, "lat.p99"))
                  .isGreaterThanOrEqualTo(secondary(result, "lat.p50"));
              assertThat(secondary(result, "rate.offered")).isCloseTo(200, withinPercentage(0.1));
              assertThat(secondary(result, "slo.attainment")).isEqualTo(1);
              assertThat(result.getSecondaryResults().get("lat.call").getSampleCount())
                  .isEqualTo(30);
            });
  }

  @Test
  void tokenizeIsMeasured() throws RunnerException {
    RunResult result = run(options(Tokenize.class)).iterator().next();

    assertThat(result.getPrimaryResult().getScore()).isPositive();
    assertThat(secondary(result, "work.tokens")).isPositive();
    assertThat(secondary(result, "work.truncated")).isZero();
    assertThat(secondary(result, "work.runs_model")).isZero();
    assertThat(secondary(result, "work.model_gflop")).isNaN();
    assertThat(secondary(result, "share.expected")).isNaN();
  }

  @Test
  void everyProductOfTheRooflineIsMeasured() throws RunnerException {
    Collection<RunResult> results =
        run(options(Roofline.class).threads(1).measurementTime(TimeValue.milliseconds(1)));

    assertThat(results)
        .extracting(
            result -> result.getParams().getParam("m"),
            result -> result.getParams().getParam("shape"),
            result -> result.getParams().getParam("threads"),
            result -> result.getParams().getParam("precision"))
        .hasSize(48)
        .doesNotHaveDuplicates()
        .contains(tuple("59", "768x2304", "1", "FP32"), tuple("1888", "3072x768", "ALL", "INT8"));
    assertThat(results)
        .allSatisfy(
            result -> {
              String[] shape = result.getParams().getParam("shape").split("x");
              double multiplications =
                  Double.parseDouble(result.getParams().getParam("m"))
                      * Double.parseDouble(shape[0])
                      * Double.parseDouble(shape[1]);
              double score = result.getPrimaryResult().getScore();
              assertThat(score).isPositive();
              assertThat(secondary(result, "work.gflop"))
                  .isCloseTo(2 * multiplications / 1e9, withinPercentage(1e-6));
              assertThat(secondary(result, "work.gflops"))
                  .isCloseTo(score * 2 * multiplications / 1e9, withinPercentage(1e-6));
              assertThat(secondary(result, "work.tokens")).isNaN();
            });
  }

  @Test
  void gflopsAreThoseOfAllThreadsInAnyUnitOfTime() throws RunnerException {
    RunResult result =
        run(options(Roofline.class)
                .timeUnit(TimeUnit.MILLISECONDS)
                .param("m", "3")
                .param("shape", "64x32")
                .param("threads", "1")
                .param("precision", "INT8"))
            .iterator()
            .next();

    assertThat(result.getParams().getThreads()).isEqualTo(2);
    assertThat(secondary(result, "work.gflops"))
        .isCloseTo(
            result.getPrimaryResult().getScore() * 1000 * 2 * 3 * 64 * 32 / 1e9,
            withinPercentage(1e-6));
  }

  /** JMH counts batches, and each of them is several products. */
  @Test
  void gflopsAreThoseOfWholeBatches() throws RunnerException {
    RunResult result =
        run(options(Roofline.class)
                .measurementBatchSize(3)
                .param("m", "3")
                .param("shape", "64x32")
                .param("threads", "1")
                .param("precision", "INT8"))
            .iterator()
            .next();

    assertThat(secondary(result, "work.gflops"))
        .isCloseTo(
            result.getPrimaryResult().getScore() * 3 * 2 * 3 * 64 * 32 / 1e9,
            withinPercentage(1e-6));
  }

  @Test
  void anAverageTimeIsNoRate() throws RunnerException {
    RunResult result =
        run(options(Roofline.class)
                .mode(Mode.AverageTime)
                .param("m", "3")
                .param("shape", "64x32")
                .param("threads", "1")
                .param("precision", "INT8"))
            .iterator()
            .next();

    assertThat(secondary(result, "work.gflop")).isPositive();
    assertThat(secondary(result, "work.gflops")).isNaN();
  }

  @ParameterizedTest
  @ValueSource(strings = {"FILE", "LENGTH"})
  void aPassCountsItsWork(String order) throws RunnerException {
    RunResult result =
        run(options(CorpusPass.class)
                .param("deployment", "SINGLE")
                .param("order", order)
                .param("batchSize", "4"))
            .iterator()
            .next();

    assertThat(secondary(result, "work.texts")).isEqualTo(TEXTS);
    assertThat(secondary(result, "work.call_size")).isEqualTo(8);
    assertThat(secondary(result, "open.seconds")).isPositive();
    assertThat(secondary(result, "work.padded_tokens"))
        .isGreaterThan(secondary(result, "work.tokens"));
    assertThat(secondary(result, "work.runs_model")).isEqualTo(1);
    assertThat(secondary(result, "work.model_gflop")).isEqualTo(flopOfEachText() / 1e9);
  }

  @Test
  void aBoundOnTokensLeavesLessPadding() throws RunnerException {
    double bounded = paddedTokens("8", "150");

    assertThat(bounded).isLessThan(paddedTokens("8", "0"));
    assertThat(paddedTokens("8", "1")).isEqualTo(paddedTokens("1", "0")).isLessThan(bounded);
  }

  private static double paddedTokens(String batchSize, String batchTokens) throws RunnerException {
    Collection<RunResult> results =
        run(
            options(CorpusPass.class)
                .param("deployment", "SINGLE")
                .param("batchSize", batchSize)
                .param("batchTokens", batchTokens));
    return secondary(results.iterator().next(), "work.padded_tokens");
  }

  @Test
  void ofUnknownOperationsNoneAreCounted() throws Exception {
    ModelFolder unknown =
        TinyModel.importTo(
            folder.resolve("unknown"),
            tiny -> Described.as(tiny).operations(Operations.UNKNOWN).build());

    RunResult result =
        run(
                options(CorpusPass.class)
                    .param("model", unknown.directory().toString())
                    .param("deployment", "SINGLE"))
            .stream()
            .filter(any -> any.getParams().getParam("model").endsWith("unknown"))
            .findFirst()
            .orElseThrow();

    assertThat(secondary(result, "work.runs_model")).isEqualTo(1);
    assertThat(secondary(result, "work.tokens")).isPositive();
    assertThat(secondary(result, "work.model_gflop")).isNaN();
  }

  /** Of every text by its own length. */
  private static double flopOfEachText() {
    ModelFolder folder = ModelFolder.open(model);
    Operations pass = ForwardPass.of(folder.geometry().orElseThrow());
    Corpus.Selection texts = Corpus.of(Corpus.BUILT_IN).spread(TEXTS);
    return ReferenceSet.read(ReferenceSet.file(folder, texts), folder.width()).entries().stream()
        .mapToDouble(entry -> pass.flop(entry.tokens()))
        .sum();
  }

  @ParameterizedTest
  @CsvSource({"SHARED_PREPACKED, true", "MULTIPROCESS_BUDGETED, false"})
  void onlySeveralProcessesAreExpectedToShare(String deployment, boolean shared)
      throws RunnerException {
    Collection<RunResult> results =
        run(options(CorpusPass.class).param("deployment", deployment).param("processes", "1"));

    assertThat(results)
        .extracting(
            result -> result.getParams().getParam("processes"),
            result -> secondary(result, "share.expected"))
        .containsExactlyInAnyOrder(tuple("1", 0.0), tuple("2", shared ? 1.0 : 0.0));
  }

  @Test
  void controlProcessesNoTokens() throws RunnerException {
    RunResult result =
        run(options(CorpusPass.class).param("deployment", "CONTROL")).iterator().next();

    assertThat(secondary(result, "work.tokens")).isNaN();
    assertThat(secondary(result, "work.padded_tokens")).isNaN();
    assertThat(secondary(result, "work.truncated")).isNaN();
    assertThat(secondary(result, "work.runs_model")).isZero();
    assertThat(secondary(result, "work.model_gflop")).isNaN();
  }

  @Test
  void manyCallersGetSmallerCalls() throws RunnerException {
    RunResult result =
        run(options(CorpusPass.class).param("deployment", "THREADS").param("callers", "5"))
            .iterator()
            .next();

    assertThat(secondary(result, "work.call_size")).isEqualTo(2);
  }

  @Test
  void everyBenchmarkClassHasATwin() {
    Set<String> listed =
        BenchmarkList.defaultList()
            .getAll(
                OutputFormatFactory.createFormatInstance(System.out, VerboseMode.SILENT), List.of())
            .stream()
            .map(BenchmarkListEntry::getUserClassQName)
            // Not those that are themselves tests.
            .filter(name -> name.startsWith(CorpusPass.class.getPackageName()))
            .collect(Collectors.toSet());

    assertThat(listed)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(
                    CorpusPass.class,
                    ClosedLoop.class,
                    ColdStart.class,
                    Soak.class,
                    OpenLoop.class,
                    Tokenize.class,
                    Roofline.class)
                .map(Class::getName)
                .toList());
  }

  private static ChainedOptionsBuilder options(Class<?> benchmark) {
    return new OptionsBuilder()
        .include(benchmark.getName() + "\\.")
        .forks(0)
        .threads(2)
        .warmupIterations(0)
        .measurementIterations(1)
        .measurementTime(TimeValue.milliseconds(100))
        .shouldFailOnError(true)
        .verbosity(VerboseMode.SILENT)
        .addProfiler(FactsProfiler.class)
        .param("model", model.toString())
        .param("processes", "2")
        .param("texts", Integer.toString(TEXTS));
  }

  private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
    return new Runner(options.build()).run();
  }

  private static double secondary(RunResult result, String label) {
    Result<?> metric = result.getSecondaryResults().get(label);
    assertThat(metric).as(label).isNotNull();
    return metric.getScore();
  }
}
