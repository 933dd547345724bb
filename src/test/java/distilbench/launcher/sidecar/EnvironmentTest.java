package distilbench.launcher.sidecar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.console.InvalidInputException;
import distilbench.format.Redactor;
import distilbench.format.RowIdentity;
import distilbench.format.SidecarPath;
import distilbench.gemm.GemmSpeed;
import distilbench.jvm.JavaRuntime;
import distilbench.jvm.WorkerFlags;
import distilbench.launcher.plan.PlannedRow;
import distilbench.launcher.plan.RunPlan;
import distilbench.machine.MachineFacts;
import distilbench.machine.noise.NoiseMeter;
import distilbench.model.Graph;
import distilbench.model.Precision;
import distilbench.model.Task;
import distilbench.prepare.PreparedInput;
import distilbench.prepare.TokenCounts;
import distilbench.report.Report;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The file beside the results: complete, documented, discreet, and whole at any time. */
@Timeout(60)
class EnvironmentTest {
  /** Maps whose names are the user's or the system's own, not fields. */
  private static final Set<String> FREE_NAMES =
      Set.of(
          "run.rows[].parameters",
          "noise.rows[].row.parameters",
          "forks.environment",
          "forks.inherited",
          "verdict.rows[].row.parameters");

  private static final GemmSpeed PROBE = new GemmSpeed(41.5, 80, 2, null);
  private static final GemmSpeed INT8_PROBE = new GemmSpeed(160, 310.5, 2, null);
  private static final GemmSpeed NO_PROBE = GemmSpeed.unknown("nobody asked");
  private static final GemmSpeed FAILED_PROBE =
      new GemmSpeed(
          Double.NaN,
          Double.NaN,
          0,
          "it crashed: cannot open " + System.getProperty("user.home") + "/lib.so");

  private static final String HOME = System.getProperty("user.home");

  /** Another than the one that runs this. */
  private static final JavaRuntime JAVA = new JavaRuntime("/j/java", 99, "V", "N", "99.0.1+7");

  private static final List<String> FORK_FLAGS =
      List.of(
          "-Xmx77m",
          "-agentlib:jdwp=transport=dt_socket,server=y,address=5005",
          "-javaagent:" + HOME + "/agent.jar");

  private static final String BLANK = "ab".repeat(32);
  private static final List<String> RESULTS = List.of("cd".repeat(32));

  private static final MachineFacts MACHINE = MachineFacts.ofThisMachine();
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private final RowIdentity single =
      new RowIdentity(
          "b.CorpusPass.pass", "ss", 1, Map.of("deployment", "SINGLE", "model", HOME + "/m"));
  private final RowIdentity threads =
      new RowIdentity(
          "b.CorpusPass.pass", "ss", 1, Map.of("deployment", "THREADS", "model", HOME + "/m"));
  private final RunPlan plan =
      new RunPlan(Stream.of(single, threads).map(row -> new PlannedRow(row, 1, 0)).toList(), 7);
  private final Environment environment = environment();
  private JsonNode results = JSON.createArrayNode();

  @Test
  void aFinishedRunHasOrderNoiseAndProbes() throws Exception {
    environment.add(1, "before", FAILED_PROBE, NO_PROBE, NoiseMeter.ofThisMachine().open().end());
    Path file = finishedRun();

    JsonNode json = JSON.readTree(file.toFile());
    assertThat(json.get("schema").asInt()).isEqualTo(1);
    assertThat(json.at("/jvm"))
        .hasToString("{\"vendor\":\"V\",\"name\":\"N\",\"version\":\"99.0.1+7\"}");
    assertThat(json.at("/forks/classArchive").asBoolean()).isFalse();
    assertThat(json.at("/forks/jvmFlags").toString())
        .startsWith("[\"-Xmx77m\"")
        .contains("address=5005", "~/agent.jar", "sun-misc-unsafe-memory-access");
    assertThat(json.at("/workers/jvmFlags").toString())
        .contains("-Xmx77m", "~/agent.jar", "sun-misc-unsafe-memory-access")
        .doesNotContain("5005");
    assertThat(json.at("/workers/withheldFlags")).hasToString("[\"" + FORK_FLAGS.get(1) + "\"]");
    assertThat(json.at("/run/seed").asLong()).isEqualTo(7);
    assertThat(json.at("/run/order")).hasToString("[[1,0]]");
    assertThat(json.at("/run/rows/0/mode").asText()).isEqualTo("ss");
    assertThat(json.at("/run/rows/0/threads").asInt()).isEqualTo(1);
    assertThat(json.at("/run/rows/0/input").isNull()).isTrue();
    assertThat(json.at("/run/rows/1/input").asInt()).isZero();
    assertThat(json.at("/run/results")).hasToString("[1]");
    assertThat(Instant.parse(json.at("/run/end").asText()))
        .isAfterOrEqualTo(Instant.parse(json.at("/run/start").asText()));
    assertThat(json.at("/noise/idle")).hasSize(1);
    assertThat(json.at("/noise/idle/0/round").asInt()).isEqualTo(1);
    assertThat(json.at("/noise/idle/0").has("pressure")).isTrue();
    assertThat(json.at("/noise/rows")).hasSize(2);
    assertThat(json.at("/noise/rows/0/row/parameters/deployment").asText()).isEqualTo("THREADS");
    assertThat(json.at("/noise/rows/0/planned").asInt()).isEqualTo(1);
    assertThat(json.at("/noise/rows/0/failed").asBoolean()).isFalse();
    assertThat(json.at("/noise/rows/0").has("pressure")).isFalse();
    assertThat(json.at("/noise/rows/1/failed").asBoolean()).isTrue();
    assertThat(json.at("/probes/0/whyNull/gflopsAll").asText())
        .isEqualTo("it crashed: cannot open ~/lib.so");
    assertThat(json.at("/probes/0/whyNull/int8GflopsAll").asText()).isEqualTo("nobody asked");
    assertThat(json.at("/probes/1/when").asText()).isEqualTo("before");
    assertThat(json.at("/probes/1/gflops1").asDouble()).isEqualTo(41.5);
    assertThat(json.at("/probes/1/int8Gflops1").asDouble()).isEqualTo(160);
    assertThat(json.at("/probes/1/int8GflopsAll").asDouble()).isEqualTo(310.5);
    assertThat(json.at("/probes/2/when").asText()).isEqualTo("after");
    assertThat(json.at("/inputs/0/tokens/p95").asInt()).isEqualTo(84);
    assertThat(json.at("/inputs/0/tokens/truncated").asInt()).isEqualTo(3);
    assertThat(json.at("/inputs/0/task").asText()).isEqualTo("CLASSIFICATION");
    assertThat(json.at("/inputs/0/labels").asInt()).isEqualTo(2);
  }

  @Test
  void theVerdictNamesRowsAsTheyWerePlanned() throws Exception {
    JsonNode json = JSON.readTree(finishedRun().toFile());

    assertThat(json.at("/verdict/time/status").asText()).isEqualTo("invalid");
    assertThat(json.at("/verdict/time/reasons"))
        .extracting(reason -> reason.get("kind").asText())
        .contains("forks", "missingRows");
    assertThat(json.at("/verdict/memory/status").asText()).isEqualTo("invalid");
    assertThat(json.at("/verdict/rows")).hasSize(1);
    ObjectNode planned = json.at("/run/rows/1").deepCopy();
    planned.remove(List.of("input", "threads"));
    assertThat(json.at("/verdict/rows/0/row")).isEqualTo(planned);
  }

  @Test
  void beforeAnythingIsMeasuredThereIsNoVerdict() throws Exception {
    recorder(EnvironmentFile.beside(folder.resolve("x.json"), BLANK)).stageStarted(plan);

    JsonNode json = JSON.readTree(folder.resolve("x.env.json").toFile());

    assertThat(json.at("/run/results")).isEmpty();
    assertThat(json.get("verdict").isNull()).isTrue();
    assertThat(json.at("/whyNull/verdict").asText()).isEqualTo("nothing has been measured");
  }

  @Test
  void everyNullHasItsReasonAndEveryReasonItsNull() throws Exception {
    environment.add(1, "before", FAILED_PROBE, NO_PROBE, NoiseMeter.ofThisMachine().open().end());

    assertNullsAreExplained(JSON.readTree(finishedRun().toFile()), "");
    assertNullsAreExplained(environment().toJson(), "");
  }

  @Test
  void everyFieldIsDescribed() throws Exception {
    environment.add(1, "before", PROBE, INT8_PROBE, NoiseMeter.ofThisMachine().open().end());
    String description = Files.readString(Path.of("src/site/markdown/result-files.md"));
    Set<String> fields = new TreeSet<>();
    collectFields(JSON.readTree(finishedRun().toFile()), "", fields);

    assertThat(fields).hasSizeGreaterThan(80);
    assertThat(fields)
        .allSatisfy(
            field ->
                assertThat(description)
                    .as("result-files.md describes " + field)
                    .containsPattern("`(" + quoted(field) + ")`"));
  }

  @Test
  void nothingPersonalIsInIt() throws Exception {
    environment.add(1, "before", FAILED_PROBE, NO_PROBE, NoiseMeter.ofThisMachine().open().end());
    String text = Files.readString(finishedRun());

    assertThat(text).contains("~/m").doesNotContain(HOME);
    assertNoWord(text, System.getProperty("user.name"));
    assertNoWord(text, InetAddress.getLocalHost().getHostName());
  }

  @Test
  void aRunThatIsBrokenOffHasNoEnd() throws Exception {
    Path results = folder.resolve("x.json");
    EnvironmentRecorder recorder = recorder(EnvironmentFile.beside(results, BLANK));
    recorder.stageStarted(plan);

    JsonNode json = JSON.readTree(folder.resolve("x.env.json").toFile());

    assertThat(json.at("/run/end").isNull()).isTrue();
    assertThat(json.at("/run/whyNull/end").asText()).contains("not ended");
    assertThat(json.at("/machine/topology/usableCores").asInt()).isPositive();
  }

  @Test
  void itsNameIsTheResultsWithAnotherEnding() {
    assertThat(SidecarPath.beside(folder.resolve("a.b.csv")).getFileName())
        .hasToString("a.b.env.json");
    assertThat(SidecarPath.beside(folder.resolve("plain")).getFileName())
        .hasToString("plain.env.json");
    assertThat(SidecarPath.beside(Path.of("x.json"))).hasToString("x.env.json");
  }

  @Test
  void anExistingFileIsRefusedAndStays() throws IOException {
    Path existing = Files.writeString(folder.resolve("x.env.json"), "precious");

    assertThatThrownBy(() -> EnvironmentFile.beside(folder.resolve("x.json"), BLANK))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("x.env.json")
        .hasMessageContaining("-rff");
    assertThat(existing).hasContent("precious");
  }

  @Test
  void whoeverReadsItMeanwhileFindsItWhole() throws Exception {
    EnvironmentFile file = EnvironmentFile.beside(folder.resolve("x.json"), BLANK);
    file.write(environment.toJson(), RESULTS);
    AtomicBoolean over = new AtomicBoolean();
    AtomicReference<Throwable> broken = new AtomicReference<>();
    Thread reader =
        new Thread(
            () -> {
              try {
                while (!over.get()) {
                  assertThat(JSON.readTree(file.path().toFile()).has("verdict")).isTrue();
                }
              } catch (IOException | AssertionError e) {
                broken.set(e);
              }
            });
    reader.start();
    NoiseMeter.Measured seen = NoiseMeter.ofThisMachine().open().end();
    for (int i = 0; i < 100; i++) {
      environment.add(i, "after", PROBE, INT8_PROBE, seen);
      file.write(environment.toJson(), RESULTS);
    }
    over.set(true);
    reader.join();

    assertThat(broken.get()).isNull();
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).containsExactly(file.path());
    }
  }

  @Test
  void whatIsDeletedStaysDeleted() throws IOException {
    EnvironmentFile file = EnvironmentFile.beside(folder.resolve("x.json"), BLANK);
    file.write(environment.toJson(), RESULTS);
    file.delete();
    file.write(environment.toJson(), RESULTS);

    assertThat(folder).isEmptyDirectory();
  }

  /** The fork was killed, say: whoever waits for the end should not wait for a probe. */
  @Test
  void aRoundThatMeasuredNothingIsNotProbedAgain() throws Exception {
    EnvironmentFile file = EnvironmentFile.beside(folder.resolve("x.json"), BLANK);
    EnvironmentRecorder recorder = recorder(file);
    recorder.stageStarted(plan);
    recorder.roundStarted(1);
    recorder.rowStarted(1, single);
    recorder.rowFailed(1, single);
    recorder.roundFinished(1);

    JsonNode probes = environment.toJson().get("probes");
    assertThat(probes)
        .singleElement()
        .extracting(probe -> probe.get("when").asText())
        .isEqualTo("before");
  }

  private Path finishedRun() throws IOException {
    results =
        JSON.readTree(
            """
            [{"benchmark": "b.CorpusPass.pass", "mode": "ss",
              "params": {"deployment": "THREADS", "model": "%s/m"},
              "primaryMetric": {"score": 9, "scoreUnit": "s/op", "rawData": [[9]]}}]
            """
                .formatted(HOME));
    EnvironmentFile file = EnvironmentFile.beside(folder.resolve("x.json"), BLANK);
    EnvironmentRecorder recorder = recorder(file);
    recorder.stageStarted(plan);
    recorder.roundStarted(1);
    recorder.rowStarted(1, threads);
    recorder.rowFinished(1, threads, null);
    recorder.rowStarted(1, single);
    recorder.rowFailed(1, single);
    recorder.roundFinished(1);
    recorder.runFinished();
    return file.path();
  }

  private EnvironmentRecorder recorder(EnvironmentFile file) {
    return new EnvironmentRecorder(
        environment,
        NoiseMeter.ofThisMachine(),
        precision -> precision == Precision.INT8 ? INT8_PROBE : PROBE,
        Duration.ofMillis(100),
        Duration.ZERO,
        () -> results.isEmpty() ? List.of() : List.of(threads),
        known ->
            results.isEmpty() ? Optional.empty() : Optional.of(Report.of(results, known).verdict()),
        known -> write(file, known));
  }

  private static void write(EnvironmentFile file, ObjectNode known) {
    try {
      file.write(known, RESULTS);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Environment environment() {
    Environment known =
        new Environment(
            Redactor.ofThisProcess(),
            MACHINE,
            List.of("-p", "model=" + HOME + "/m", "-rff", "/data/somebody/x.json"),
            Instant.parse("2026-01-01T12:00:00Z"),
            7,
            JAVA,
            FORK_FLAGS,
            WorkerFlags.of(FORK_FLAGS),
            List.of(
                new PreparedInput(
                    HOME + "/m",
                    Graph.STANDARD,
                    Precision.FP32,
                    "distilbert",
                    Task.CLASSIFICATION,
                    2,
                    "ab".repeat(32),
                    "cd".repeat(32),
                    "builtin",
                    "description",
                    "ef".repeat(32),
                    250,
                    new TokenCounts(11, 37, 58, 59.2, 84, 116, 14_800, 3),
                    "ORT",
                    List.of())));
    known.plan(
        List.of(single, threads),
        List.of(List.of(threads, single)),
        row -> row.equals(threads) ? Optional.of(0) : Optional.empty());
    return known;
  }

  private static void assertNullsAreExplained(JsonNode node, String path) {
    if (node.isArray()) {
      node.forEach(element -> assertNullsAreExplained(element, path + "[]"));
      return;
    }
    Set<String> nulls = new TreeSet<>();
    Set<String> explained = new TreeSet<>();
    node.fields()
        .forEachRemaining(
            field -> {
              if (field.getValue().isNull()) {
                nulls.add(field.getKey());
              } else if (field.getKey().equals("whyNull")) {
                field.getValue().fieldNames().forEachRemaining(explained::add);
              } else {
                assertNullsAreExplained(field.getValue(), path + "." + field.getKey());
              }
            });
    assertThat(explained).as("explained nulls of " + path).isEqualTo(nulls);
  }

  private static void collectFields(JsonNode node, String path, Set<String> fields) {
    if (node.isArray() && !node.isEmpty() && (node.get(0).isObject())) {
      node.forEach(element -> collectFields(element, path + "[]", fields));
    } else if (node.isObject() && !FREE_NAMES.contains(path)) {
      node.fields()
          .forEachRemaining(
              field -> {
                if (!field.getKey().equals("whyNull")) {
                  String name = path.isEmpty() ? field.getKey() : path + "." + field.getKey();
                  collectFields(field.getValue(), name, fields);
                }
              });
    } else {
      fields.add(path);
    }
  }

  /** What idle windows and rows have in common is described once. */
  private static String quoted(String field) {
    String common = field.replaceFirst("^noise\\.(idle|rows)\\[]\\.", "");
    return Pattern.quote(field) + "|" + Pattern.quote(common);
  }

  private static void assertNoWord(String text, String name) {
    assertThat(text)
        .doesNotContainPattern("(?<![A-Za-z0-9])" + Pattern.quote(name) + "(?![A-Za-z0-9])");
  }
}
