package distilbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.deployment.Deployment;
import distilbench.model.Described;
import distilbench.model.Operations;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import distilbench.reference.MovedReference;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The jar as users run it: a child process, a folder of its own, the tiny model. */
class BenchmarksJarIT {
  private static final String TEXTS = "texts=40";

  /**
   * A folder with a model {@code tiny} whose reference answers are known, and the results of two
   * runs; only read by tests.
   */
  @TempDir private static Path shared;

  /** What a user runs who names no benchmark, in two rounds and with fewer worker processes. */
  private static JarRun defaultRun;

  @TempDir private Path folder;

  @BeforeAll
  static void measureTinyModel() throws Exception {
    JarRun generated = JarRun.in(shared, "model", "generate", "tiny", "--geometry", "tiny");
    assertThat(generated.exitCode()).as(generated.errors()).isZero();
    JarRun measured =
        run(
            shared,
            "-p",
            "deployment=CONTROL",
            "-f",
            "1",
            "--memory",
            "off",
            "-rff",
            "without-memory.json");
    assertThat(measured.exitCode()).as(measured.output() + measured.errors()).isZero();
    defaultRun = run(shared, "-p", "processes=2", "-f", "2");
  }

  @Test
  void theDefaultRunMeasuresEveryDeploymentIntoJson() throws Exception {
    assertThat(defaultRun.exitCode()).as(defaultRun.output() + defaultRun.errors()).isZero();
    assertThat(defaultRun.output())
        .contains("running CorpusPass")
        .containsPattern("texts: 40 of corpus builtin; tokens of model .* 0 are cut at 512")
        .contains("s per 1000", "Verdict on time: ", "Verdict on memory: ")
        .contains("jmh-results/")
        .doesNotContain("REMEMBER");
    JsonNode rows = rowsOfDefaultRun();
    assertThat(rows)
        .extracting(row -> row.at("/params/deployment").asText())
        .containsExactlyElementsOf(Stream.of(Deployment.values()).map(Deployment::name).toList());
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.get("benchmark").asText())
                  .isEqualTo("distilbench.benchmark.CorpusPass.pass");
              assertThat(row.get("forks").asInt()).isEqualTo(2);
              assertThat(row.at("/params/texts").asText()).isEqualTo("40");
              assertThat(row.at("/primaryMetric/rawData")).hasSize(2);
              assertThat(row.at("/primaryMetric/score").asDouble()).isPositive();
              assertThat(row.at("/secondaryMetrics/work.texts/score").asDouble()).isEqualTo(40);
              assertThat(row.at("/secondaryMetrics/open.seconds/score").asDouble()).isPositive();
              assertThat(row.at("/secondaryMetrics/mem.tree.pss.peak/score").asDouble())
                  .isGreaterThan(row.at("/secondaryMetrics/mem.heap.used/score").asDouble());
              assertThat(row.at("/secondaryMetrics/mem.tree.procs/score").asInt()).isPositive();
              assertThat(row.get("jvmArgs"))
                  .noneSatisfy(flag -> assertThat(flag.asText()).contains(shared.toString()));
            });
  }

  @Tag("thorough")
  @Test
  @EnabledOnOs(OS.LINUX)
  void aBusyNeighbourIsCalledOut() throws Exception {
    List<Process> neighbours = new ArrayList<>();
    JarRun run;
    try {
      for (int core = 0; core < Runtime.getRuntime().availableProcessors(); core++) {
        neighbours.add(new ProcessBuilder("sh", "-c", "while :; do :; done").start());
      }
      run = run(folder, "-p", sharedModel(), "-p", "deployment=THREADS", "-f", "3");
    } finally {
      neighbours.forEach(Process::destroyForcibly);
    }

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(run.output())
        .contains("Verdict on time: invalid")
        .containsPattern("- others used CPU that was wanted: .* cores in rounds 1, 2, 3")
        .containsPattern("cores on average before the rounds");
    String results = onlyResultIn(folder.resolve("jmh-results")).toString();
    JsonNode environment =
        new ObjectMapper().readTree(Path.of(results.replace(".json", ".env.json")).toFile());
    assertThat(environment.at("/verdict/time/status").asText()).isEqualTo("invalid");
    assertThat(environment.at("/verdict/rows/0/time/reasons"))
        .extracting(reason -> reason.get("kind").asText())
        .contains("foreignCpu");
    assertThat(environment.at("/verdict/rows/0/memory/reasons"))
        .extracting(reason -> reason.get("kind").asText())
        .as("memory does not depend on it")
        .doesNotContain("foreignCpu");
  }

  @Test
  void aResultFileReadsAsATable() throws Exception {
    JarRun report = JarRun.in(shared, "report", "without-memory.json");

    assertThat(report.exitCode()).as(report.errors()).isZero();
    assertThat(report.output()).startsWith("CorpusPass.pass (ss), 1 fork: in all rows ");
    assertThat(report.output().lines())
        .anyMatch(line -> line.startsWith("CONTROL "))
        .contains("Verdict on time: invalid", "- fewer than 3 forks: 1 fork.");

    JarRun refused = JarRun.in(shared, "report", "without-memory.env.json");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errors().lines())
        .singleElement()
        .asString()
        .startsWith("without-memory.env.json is no JMH result file");
  }

  /** What is prepared for a JVM, such as the archive of the workers' classes, fits no other. */
  @Tag("thorough")
  @Test
  @DisabledOnOs(OS.WINDOWS)
  void anotherJvmIsPreparedForAndMeasured() throws Exception {
    Path java = folder.resolve("java");
    Files.writeString(
        java,
        String.format(
            "#!/bin/sh%necho \"$*\" >> '%s'%nexec '%s' \"$@\"%n",
            folder.resolve("started"), Path.of(System.getProperty("java.home"), "bin", "java")));
    assertThat(java.toFile().setExecutable(true)).isTrue();

    JarRun run =
        run(folder, "-p", sharedModel(), "-p", "deployment=CONTROL", "-f", "1", "-jvm", "" + java);

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(folder.resolve("started"))
        .content()
        .contains("distilbench.prepare.PreparationMain", "org.openjdk.jmh.runner.ForkedMain");
    JsonNode environment = environmentIn(folder.resolve("jmh-results"));
    assertThat(environment.at("/jvm/version").asText())
        .isEqualTo(System.getProperty("java.runtime.version"));
  }

  @Tag("thorough")
  @Test
  void jvmFlagsReachEveryMeasuredJvm() throws Exception {
    JarRun run =
        run(
            folder,
            "CorpusPass|ColdStart.firstAnswer",
            "-p",
            sharedModel(),
            "-p",
            "deployment=SINGLE,MULTIPROCESS_NAIVE,SHARED_MAPPED,SERVER",
            "-p",
            "processes=2",
            "-f",
            "1",
            "-jvmArgs",
            "-Xmx100m -XX:+UseSerialGC",
            "-jvmArgsPrepend",
            "-Xmx99m",
            "-jvmArgsAppend",
            "-Xmx48m -Xlog:gc+init:file=%p.log -Xlog:safepoint:file=one.log");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(run.output())
        .containsOnlyOnce(
            "JVM flags of the benchmark's process only: -Xlog:safepoint:file=one.log. ");
    List<Path> logs = logsOfProcesses();
    assertThat(logs).as("8 forks; 0 + 2 + 2 + 1 workers, and 1 + 2 + 2 + 1 when cold").hasSize(19);
    assertThat(logs)
        .allSatisfy(log -> assertThat(log).content().contains("Heap Max Capacity: 48M"));
    assertThat(folder.resolve("one.log")).exists();
    JsonNode environment = environmentIn(folder.resolve("jmh-results"));
    assertThat(environment.at("/forks/jvmFlags"))
        .extracting(JsonNode::asText)
        .startsWith("-Xmx99m", "-Xmx100m", "-XX:+UseSerialGC", "-Xmx48m");
    assertThat(environment.at("/workers/jvmFlags"))
        .extracting(JsonNode::asText)
        .containsSubsequence("-Xmx99m", "-Xmx100m", "-XX:+UseSerialGC", "-Xmx48m")
        .doesNotContain("-Xlog:safepoint:file=one.log");
    assertThat(environment.at("/workers/withheldFlags"))
        .extracting(JsonNode::asText)
        .containsExactly("-Xlog:safepoint:file=one.log");
  }

  private List<Path> logsOfProcesses() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.getFileName().toString().matches("\\d+\\.log")).toList();
    }
  }

  /** A second process could not listen on the same port. */
  @Tag("thorough")
  @Test
  void aDebuggerMayWaitForTheBenchmark() throws Exception {
    String debugger = "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0";

    JarRun run =
        run(
            folder,
            "-p",
            sharedModel(),
            "-p",
            "deployment=SERVER",
            "-f",
            "1",
            "-jvmArgsAppend",
            debugger);

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(run.output()).contains("JVM flags of the benchmark's process only: " + debugger);
  }

  @Tag("thorough")
  @Test
  void withoutForksItIsSaidThatJvmFlagsReachNothing() throws Exception {
    JarRun run =
        run(
            folder,
            "-p",
            sharedModel(),
            "-p",
            "deployment=CONTROL",
            "-f",
            "0",
            "-jvmArgsAppend",
            "-Xmx48m");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(run.output()).contains("JVM flags without effect: -Xmx48m. Without forks (-f 0)");
    assertThat(environmentIn(folder.resolve("jmh-results")).at("/forks/jvmFlags").toString())
        .contains("-Djmh.ignoreLock=true")
        .doesNotContain("48m");
  }

  @Test
  void besideTheResultsItIsWrittenHowTheyCameAbout() throws Exception {
    int forks = 2 * Deployment.values().length;

    JsonNode environment = environmentIn(shared.resolve("jmh-results"));

    assertThat(environment.at("/run/order")).hasSize(2);
    assertThat(environment.at("/run/end").isTextual()).isTrue();
    assertThat(environment.at("/noise/idle")).hasSize(2);
    assertThat(environment.at("/noise/rows")).hasSize(forks);
    assertThat(environment.at("/probes"))
        .hasSize(4)
        .allSatisfy(probe -> assertThat(probe.get("gflops1").asDouble()).isPositive())
        .allSatisfy(
            probe ->
                assertThat(probe.at("/whyNull/int8Gflops1").asText())
                    .isEqualTo("no row is measured in INT8"));
    assertThat(environment.at("/inputs/0/texts").asInt()).isEqualTo(40);
  }

  @Test
  void memoryIsNotMeasuredIfNotWanted() throws Exception {
    JsonNode row =
        new ObjectMapper().readTree(shared.resolve("without-memory.json").toFile()).get(0);

    assertThat(row.get("secondaryMetrics").has("work.texts")).isTrue();
    assertThat(row.get("secondaryMetrics").has("mem.tree.pss.peak")).isFalse();
  }

  @Test
  void everyMetricIsDescribed() throws Exception {
    Path description = Path.of("src/site/markdown/metrics.md");

    assertThat(rowsOfDefaultRun().get(0).get("secondaryMetrics").fieldNames())
        .toIterable()
        .hasSizeGreaterThan(25)
        .allSatisfy(label -> assertThat(description).content().contains("`" + label + "`"));
  }

  @Test
  void workersMapOneArchiveOfTheirClasses() throws Exception {
    try (Stream<Path> files = Files.list(shared.resolve("models/.cache"))) {
      assertThat(files.filter(file -> file.toString().endsWith(".jsa"))).hasSize(1);
    }
  }

  @Test
  void forksRunUnderTheMeasuredEnvironment() throws Exception {
    assertThat(defaultRun.output() + defaultRun.errors())
        .doesNotContain("This process runs without");
    assertThat(rowsOfDefaultRun())
        .extracting(row -> row.at("/secondaryMetrics/fork.environment/score").asDouble())
        .containsOnly(1.0);
  }

  @Test
  void plainJmhStillWorksAndSaysWhatItLacks() throws Exception {
    ProcessBuilder jmh =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djmh.ignoreLock=true",
                "-cp",
                System.getProperty("benchmarks.jar"),
                "org.openjdk.jmh.Main",
                "CorpusPass",
                "-f",
                "1",
                "-p",
                TEXTS,
                "-p",
                "deployment=SINGLE",
                "-p",
                "model=" + shared.resolve("tiny"))
            .directory(folder.toFile())
            .redirectErrorStream(true);
    jmh.environment().remove("ORT_DISABLE_TELEMETRY");
    Process process = jmh.start();
    String output = new String(process.getInputStream().readAllBytes());

    assertThat(process.waitFor()).as(output).isZero();
    assertThat(output).contains("This process runs without").contains("s/op");
  }

  static Stream<Arguments> badInput() {
    return Stream.of(
        bad("there is no benchmark", "no benchmark matches", "NoSuchBenchmark"),
        bad("no pattern", "'[' is no regular expression (Unclosed character class)", "["),
        bad("no pattern for warm-up", "'(' is no regular expression", "-wmb", "("),
        bad("unknown mode", "Known values are [Throughput/thrpt", "-bm", "ss,foo"),
        bad("unknown format", "FOO is none of [TEXT, CSV, SCSV, JSON, LATEX]", "-rf", "foo"),
        bad("unknown option", "not a recognized option", "--nothing"),
        bad("unknown parameter", "unknown parameter 'modle'", "-p", "modle=tiny"),
        bad("unknown value", "spinning=MAYBE", "-p", "spinning=MAYBE"),
        bad("not a number", "callSize=many", "-p", "callSize=many"),
        bad("no corpus", "parameter corpus has no value", "-p", "corpus="),
        bad("no model", "parameter model has no value", "-p", "model="),
        bad("no deployment", "parameter deployment has no value", "-p", "deployment="),
        bad("no batch", "batchSize=0", "-p", "batchSize=0"),
        bad("too large a batch", "give callSize=9 or more", "-p", "batchSize=1,9"),
        bad("no texts", "texts=0", "-p", "texts=0"),
        bad("too many texts", "has only 1000", "-p", "texts=1001"),
        bad("one bad value of two", "batchSize=-1", "-p", "batchSize=1,-1"),
        bad("missing model", "there is no model nowhere; give", "-p", "model=nowhere"),
        bad(
            "model of another kind",
            "java is no folder and no .onnx file; give",
            "-p",
            "model=" + System.getProperty("java.home") + "/bin/java"),
        bad("missing corpus", "no corpus file nowhere.csv", "-p", "corpus=nowhere.csv"),
        bad(
            "column of lines",
            "column=body means nothing in a.txt",
            "-p",
            "corpus=a.txt",
            "-p",
            "column=body"),
        bad("missing column", "no column 'body'", "-p", "column=body"),
        bad(
            "corpus is not text",
            "not UTF-8",
            "-p",
            "corpus=" + System.getProperty("java.home") + "/bin/java"),
        bad("no such JVM", "give -jvm the java of a JDK", "-jvm", "nowhere/java"),
        bad("unknown profiler", "nothing", "-prof", "nothing"),
        bad("no such preset", "expected one of", "--preset", "slow"),
        bad("no such seed", "is not a long", "--seed", "s"),
        bad("unwritable results", "cannot be written", "-rff", "nowhere/results.json"),
        bad("unknown verb of model", "Unmatched argument", "model", "paint"),
        bad(
            "no verb of model",
            "Say what to do: generate, fetch, inspect or export; 'java -jar",
            "model"),
        bad(
            "unknown geometry",
            "unknown geometry 'huge'",
            "model",
            "generate",
            "x",
            "--geometry",
            "huge"),
        bad(
            "missing tokenizer",
            "cannot read tokenizer",
            "model",
            "generate",
            "x",
            "--tokenizer",
            "nowhere"));
  }

  @Tag("thorough")
  @Test
  void theRooflineNeedsNoModel() throws Exception {
    JarRun run =
        JarRun.in(
            folder,
            "Roofline",
            "-p",
            "m=3",
            "-p",
            "shape=64x32",
            "-f",
            "1",
            "-w",
            "10ms",
            "-r",
            "10ms");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(run.output() + run.errors())
        .doesNotContain("weights.bin")
        .doesNotContain("This process runs without");
    JsonNode rows =
        new ObjectMapper().readTree(onlyResultIn(folder.resolve("jmh-results")).toFile());
    assertThat(rows).hasSize(4);
    assertThat(rows)
        .allSatisfy(
            row ->
                assertThat(row.at("/secondaryMetrics/work.gflops/score").asDouble()).isPositive());
    assertThat(environmentIn(folder.resolve("jmh-results")).at("/probes"))
        .isNotEmpty()
        .allSatisfy(probe -> assertThat(probe.get("int8Gflops1").asDouble()).isPositive());
  }

  @Test
  void aProductThatIsNotPossibleIsRefused() throws Exception {
    JarRun run = JarRun.in(folder, "Roofline", "-p", "shape=round");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isEqualTo(2);
    assertThat(run.errors()).contains("shape=round is not possible").doesNotContain("\tat ");
  }

  private static Arguments bad(String what, String message, String... arguments) {
    return Arguments.of(what, message, List.of(arguments));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  void badInput(String what, String message, List<String> arguments) throws Exception {
    List<String> line = new ArrayList<>(arguments);
    if (!arguments.get(0).equals("model")) {
      if (arguments.stream().noneMatch(argument -> argument.startsWith("model="))) {
        line.addAll(List.of("-p", sharedModel()));
      }
      if (arguments.stream().noneMatch(argument -> argument.startsWith("texts="))) {
        line.addAll(List.of("-p", TEXTS));
      }
    }

    JarRun run = JarRun.in(folder, line.toArray(String[]::new));

    assertThat(run.exitCode()).as(run.output() + run.errors()).isEqualTo(2);
    assertThat(run.errors()).contains(message).doesNotContain("\tat ").hasLineCount(1);
    assertNothingHalfWritten();
  }

  @Test
  void aCorpusWithoutDescriptionsIsRefused() throws Exception {
    Files.writeString(folder.resolve("cities.csv"), "city,country\nOslo,Norway\n");

    assertRefused("no column 'description'", "-p", sharedModel(), "-p", "corpus=cities.csv");
  }

  @Test
  void anExistingResultFileIsNotOverwritten() throws Exception {
    Path existing = Files.writeString(folder.resolve("mine.json"), "precious");

    assertRefused("exists already", "-p", sharedModel(), "-rff", "mine.json");

    assertThat(existing).hasContent("precious");
  }

  @Test
  void aResultFolderThatIsAFileIsRefused() throws Exception {
    Files.writeString(folder.resolve("jmh-results"), "a file");

    assertRefused("cannot be written", "-p", sharedModel());
  }

  @Test
  void truncatedWeightsAreRefused() throws Exception {
    Path weights = copyOfTiny().resolve("weights.bin");
    try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
      file.setLength(file.length() - 1);
    }

    assertRefused("weights.bin has", "-p", "model=copy");
  }

  @Test
  void oneChangedByteOfTheWeightsIsRefused() throws Exception {
    Path weights = copyOfTiny().resolve("weights.bin");
    try (RandomAccessFile file = new RandomAccessFile(weights.toFile(), "rw")) {
      file.seek(file.length() / 2);
      int old = file.read();
      file.seek(file.length() / 2);
      file.write(old ^ 1);
    }

    assertRefused("weights.bin is damaged", "-p", "model=copy");
  }

  @Test
  void oneMovedReferenceLogitFailsTheBenchmarkAndNamesTheRow() throws Exception {
    MovedReference.write(copyOfTiny(), 40, 1, 2e-4f);

    JarRun run = run(folder, "-p", "model=copy", "-p", "deployment=SINGLE,CONTROL", "-f", "2");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isEqualTo(1);
    assertThat(run.output()).containsOnlyOnce("FAILED in round 1: CorpusPass.pass SINGLE");
    assertThat(run.output()).containsPattern("text \\d+: expected .* found .*, tolerance");
    assertThat(run.errors())
        .contains("1 of 2 rows were not measured, or not wholly")
        .contains("deployment=SINGLE");
    JsonNode rows =
        new ObjectMapper().readTree(onlyResultIn(folder.resolve("jmh-results")).toFile());
    assertThat(rows).hasSize(1);
    assertThat(rows.at("/0/params/deployment").asText()).isEqualTo("CONTROL");
    assertThat(rows.at("/0/primaryMetric/rawData")).as("the others go on").hasSize(2);
  }

  @Tag("thorough")
  @Test
  void deploymentsThatDoNotSuitAModelAreLeftOut() throws Exception {
    TinyModel.importTo(
        folder.resolve("imported"),
        tiny ->
            Described.as(tiny)
                .unsuited(Map.of(Weights.MAPPED, "has an If", Weights.PREPACKED, "has an If"))
                .operations(Operations.UNKNOWN)
                .build());
    String shared = "deployment=SHARED_MAPPED,SHARED_PREPACKED";

    JarRun run = run(folder, "-p", "model=imported", "-p", shared + ",SINGLE", "-f", "1");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(run.output())
        .containsOnlyOnce("Left out: SHARED_MAPPED of imported (has an If)")
        .containsOnlyOnce("Left out: SHARED_PREPACKED of imported (has an If)")
        .contains("1 row in 1 round")
        .doesNotContain("of GEMM", "GEMM:");
    JsonNode environment = environmentIn(folder.resolve("jmh-results"));
    assertThat(environment.at("/run/rows"))
        .extracting(row -> row.at("/parameters/deployment").asText())
        .containsExactly("SINGLE");
    assertThat(environment.at("/inputs/0/task").asText()).isEqualTo("CLASSIFICATION");
    assertThat(environment.at("/verdict/time/reasons"))
        .extracting(reason -> reason.get("kind").asText())
        .doesNotContain("missingRows");

    JarRun none = run(folder, "-p", "model=imported", "-p", shared, "-rff", "none.json");

    assertThat(none.exitCode()).as(none.output() + none.errors()).isEqualTo(2);
    assertThat(none.errors())
        .hasLineCount(1)
        .startsWith("nothing is left to measure: SHARED_MAPPED of imported (has an If); ");
    assertThat(folder.resolve("none.json")).doesNotExist();
  }

  @Test
  void aModelThatDoesNotAnswerAsItsCardSaysIsNotMeasured() throws Exception {
    Files.writeString(
        copyOfTiny().resolve("expected.json"),
        "[{\"text\": \"fig\\u001b[2J\", \"label\": \"POSITIVE\"},"
            + " {\"text\": \"fig\\u001b[2J\", \"label\": \"NEGATIVE\"}]");

    JarRun run = run(folder, "-p", "model=copy", "-p", "deployment=SINGLE", "-f", "1");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isEqualTo(2);
    assertThat(run.errors().lines())
        .hasSize(4)
        .anyMatch(line -> line.endsWith("expected.json: 1 of 2 texts answered as expected"))
        .anyMatch(line -> line.matches("  text \\d, \"fig\\\\u001b\\[2J\": expected .*"))
        .last()
        .asString()
        .startsWith("copy answers 1 of 2 texts otherwise than ");
    assertNothingHalfWritten();
  }

  @Tag("thorough")
  @Test
  void aRunThatFailsOnErrorLeavesNoEmptyFile() throws Exception {
    MovedReference.write(copyOfTiny(), 40, 40, 9);

    JarRun run =
        run(folder, "-p", "model=copy", "-p", "deployment=SINGLE", "-f", "1", "-foe", "true");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isEqualTo(1);
    assertThat(folder.resolve("jmh-results")).isEmptyDirectory();
  }

  @Test
  void listingsAreThoseOfJmh() throws Exception {
    assertThat(JarRun.in(folder, "-l").output()).contains("distilbench.benchmark.CorpusPass.pass");
    assertThat(JarRun.in(folder, "-lp").output()).contains("param \"deployment\" = {SINGLE");
    assertThat(JarRun.in(folder, "-lprof").output()).contains("gc: GC profiling");
    assertThat(JarRun.in(folder, "-lrf").output()).contains("json");
    assertThat(JarRun.in(folder, "-h").output())
        .contains("-rff", "--preset", "--seed", "--sequential", "model --help");
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void versionsAreToldByEveryVerb() throws Exception {
    for (List<String> words :
        List.of(
            List.of("--version"),
            List.of("-version"),
            List.of("-V"),
            List.of("CorpusPass", "--version"),
            List.of("report", "--version"),
            List.of("model", "--version"),
            List.of("model", "generate", "--version"))) {
      JarRun run = JarRun.in(folder, words.toArray(String[]::new));

      assertThat(run.exitCode()).as(words + run.errors()).isZero();
      assertThat(run.output())
          .containsPattern("(?m)^distilbench \\d\\S* \\(.*commit.*\\)$")
          .containsPattern("(?m)^JMH 1\\.\\d+$")
          .containsPattern("(?m)^ONNX Runtime \\d+\\.\\d+\\.\\d+$")
          .contains(System.getProperty("java.runtime.version"));
    }
    assertThat(folder).isEmptyDirectory();
  }

  private void assertRefused(String message, String... arguments) throws Exception {
    JarRun run = run(folder, arguments);
    assertThat(run.exitCode()).as(run.output() + run.errors()).isEqualTo(2);
    assertThat(run.errors()).contains(message).doesNotContain("\tat ").hasLineCount(1);
    assertNothingHalfWritten();
  }

  /** No result, and nothing that was being written when the run stopped. */
  private void assertNothingHalfWritten() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .noneMatch(name -> name.contains(".partial-") || name.startsWith(".writable"));
    }
    Path results = folder.resolve("jmh-results");
    if (Files.isDirectory(results)) {
      assertThat(results).isEmptyDirectory();
    }
    assertThat(folder.resolve("x")).doesNotExist();
  }

  /** Runs over 40 texts; with the model {@code tiny} of the folder unless one is given. */
  private static JarRun run(Path folder, String... arguments) throws Exception {
    List<String> line = new ArrayList<>(List.of("-p", TEXTS));
    line.addAll(Arrays.asList(arguments));
    if (line.stream().noneMatch(argument -> argument.startsWith("model="))) {
      line.addAll(List.of("-p", "model=tiny"));
    }
    return JarRun.in(folder, line.toArray(String[]::new));
  }

  private static JsonNode rowsOfDefaultRun() throws IOException {
    return new ObjectMapper().readTree(onlyResultIn(shared.resolve("jmh-results")).toFile());
  }

  private static String sharedModel() {
    return "model=" + shared.resolve("tiny");
  }

  private Path copyOfTiny() throws IOException {
    Path copy = Files.createDirectory(folder.resolve("copy"));
    try (Stream<Path> files = Files.list(shared.resolve("tiny"))) {
      for (Path file : files.sorted(Comparator.naturalOrder()).toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  /** The facts about the one run whose results are in a folder. */
  private static JsonNode environmentIn(Path folder) throws IOException {
    Path results = onlyResultIn(folder);
    String name = results.getFileName().toString().replace(".json", ".env.json");
    return new ObjectMapper().readTree(results.resolveSibling(name).toFile());
  }

  /** The one result file in a folder, beside which there must be the facts about its run. */
  private static Path onlyResultIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      List<Path> sorted = files.sorted().toList();
      assertThat(sorted).hasSize(2);
      assertThat(sorted.get(0)).asString().endsWith(".env.json");
      assertThat(sorted.get(1)).asString().endsWith(".json");
      return sorted.get(1);
    }
  }
}
