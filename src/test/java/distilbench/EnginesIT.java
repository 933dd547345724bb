package distilbench;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.engine.EngineFolders;
import distilbench.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Other programs run the model, started by the jar. */
@Timeout(300)
@EnabledOnOs(OS.LINUX)
class EnginesIT {
  /** A child of the engine holds memory, and outlives it unless killed. */
  private static final String WITH_CHILD =
      """
      child = subprocess.Popen([sys.executable, "-c",
          "import time; held = bytearray(b'x') * (100 << 20);"
          " print(len(held), flush=True); time.sleep(600)"], stdout=subprocess.PIPE)
      child.stdout.readline()
      with open("child", "w") as told:
          told.write(str(child.pid))
      say({"ready": {}})
      """;

  @TempDir private Path folder;

  @BeforeEach
  void copyModel() throws Exception {
    TinyModel.copyTo(folder.resolve("tiny"));
  }

  @Test
  void theExampleIsMeasuredInWhatItCanDoBesideThisSuitesWorker() throws Exception {
    JarRun run =
        measure(Map.of(), "engine=ORT,example", "deployment=SINGLE,DISPATCHER,SHARED_MAPPED");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(rows())
        .extracting(
            row -> row.at("/params/engine").asText() + row.at("/params/deployment").asText())
        .containsExactlyInAnyOrder(
            "ORTSINGLE", "ORTDISPATCHER", "ORTSHARED_MAPPED", "exampleSINGLE", "exampleDISPATCHER");
    assertThat(rows())
        .filteredOn(row -> row.at("/params/engine").asText().equals("example"))
        .allSatisfy(
            row -> {
              assertThat(secondary(row, "mem.workers.pss.mean")).isBetween(5.0, 50.0);
              assertThat(secondary(row, "mem.tree.procs")).isEqualTo(2);
              assertThat(secondary(row, "work.runs_model")).isEqualTo(1);
            });
    assertThat(run.output() + run.errors())
        .contains("Left out: SHARED_MAPPED of engine=example (it cannot do that)")
        .contains("workers: mean PSS of the worker processes");
    JsonNode input =
        new ObjectMapper().readTree(folder.resolve("engines.env.json").toFile()).at("/inputs/1");
    assertThat(input.at("/engine").asText()).isEqualTo("example");
    assertThat(input.at("/packages")).isEmpty();
  }

  @Tag("thorough")
  @Test
  void onnxRuntimeForPythonIsInstalledAndSharesWhatItMaps() throws Exception {
    JarRun run =
        measure(Map.of(), "engine=onnxruntime", "deployment=SERVER,SHARED_MAPPED", "batchSize=1,4");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(rows())
        .hasSize(4)
        .allSatisfy(row -> assertThat(secondary(row, "answer.agreement")).isEqualTo(1));
    assertThat(rows())
        .filteredOn(row -> secondary(row, "share.expected") == 1)
        .hasSize(2)
        .allSatisfy(row -> assertThat(secondary(row, "share.verified")).isEqualTo(1));
    JsonNode facts = new ObjectMapper().readTree(folder.resolve("engines.env.json").toFile());
    assertThat(facts.at("/inputs/0/packages/0").asText()).startsWith("onnxruntime==");
  }

  @Tag("thorough")
  @Test
  void whatAnEngineStartsIsMeasuredAndNotLeftBehind() throws Exception {
    Path engine = engine("", EngineFolders.program(WITH_CHILD, "pass"));

    JarRun run = measure(Map.of(), "engine=mine", "deployment=SINGLE");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(secondary(rows().get(0), "mem.workers.pss.mean")).isBetween(105.0, 150.0);
    long child = Long.parseLong(Files.readString(engine.resolve("child")));
    // Whoever adopts it may take a moment to notice.
    ProcessHandle.of(child).ifPresent(left -> left.onExit().orTimeout(10, SECONDS).join());
  }

  @Test
  void wrongAnswersFailTheRow() throws Exception {
    engine(
        "",
        EngineFolders.program(
            "say({'ready': {}})", "reply['logits'] = [each[::-1] for each in reply['logits']]"));

    JarRun run = measure(Map.of(), "engine=mine", "deployment=SINGLE");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output() + run.errors()).contains("expected [");
  }

  /** Its own reference has the same answers: what tells is how far they are from float32's. */
  @Tag("thorough")
  @Test
  void answersInAnotherPrecisionFailTheRowIfTheyAreFarFromThoseInFloat32() throws Exception {
    Path engine =
        engine(
            "",
            EngineFolders.program(
                "say({'ready': {}})", "reply['logits'] = [[9, -9] for each in reply['logits']]"));
    Path definition = engine.resolve("engine.json");
    Files.writeString(definition, Files.readString(definition).replace("FP32", "BF16"));

    JarRun run = measure(Map.of(), "engine=mine", "deployment=SINGLE", "precision=BF16");

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.output() + run.errors())
        .contains("from float32's on average", "this precision does not suit the model");
  }

  @Tag("thorough")
  @Test
  void anInstallationThatFailsLeavesNothing() throws Exception {
    Path engine = engine(", \"requirements\": \"requirements.txt\"", "");
    Files.writeString(engine.resolve("requirements.txt"), "no-such-package==1.0\n");

    JarRun run = measure(Map.of("PIP_NO_INDEX", "1"), "engine=mine", "deployment=SINGLE");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isEqualTo(2);
    assertThat(run.errors().lines().toList().get((int) run.errors().lines().count() - 1))
        .startsWith("the installation of engine mine ended with exit code 1")
        .contains("no-such-package==1.0");
    try (Stream<Path> left = Files.list(folder.resolve("models/.cache/engines"))) {
      assertThat(left.map(file -> file.getFileName().toString()))
          .noneMatch(
              name ->
                  name.startsWith("mine-") || name.startsWith(".mine-") && !name.endsWith(".lock"));
    }
    assertThat(folder.resolve("engines.json")).doesNotExist();
  }

  @Test
  void withoutPythonOneLineSaysSo() throws Exception {
    Path nothing = Files.createDirectory(folder.resolve("path"));

    JarRun run = measure(Map.of("PATH", nothing.toString()), "engine=example", "deployment=SINGLE");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors()).contains("python3 is not on the path");
  }

  private Path engine(String more, String program) throws IOException {
    return EngineFolders.make(folder.resolve("mine"), more, program);
  }

  private JarRun measure(Map<String, String> environment, String... parameters) throws Exception {
    Stream<String> common =
        Stream.of("-p", "model=tiny", "-p", "processes=2", "-p", "texts=24", "-f", "1");
    Stream<String> result = Stream.of("-rff", "engines.json");
    Stream<String> chosen = Stream.of(parameters).flatMap(parameter -> Stream.of("-p", parameter));
    return JarRun.in(
        folder,
        environment,
        Stream.of(common, result, chosen).flatMap(options -> options).toArray(String[]::new));
  }

  private List<JsonNode> rows() throws IOException {
    return List.of(
        new ObjectMapper().readValue(folder.resolve("engines.json").toFile(), JsonNode[].class));
  }

  private static double secondary(JsonNode row, String label) {
    return row.at("/secondaryMetrics/" + label + "/score").asDouble();
  }
}
