package distilbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.jvm.ChildProgram;
import distilbench.model.TinyModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Searches through the jar: they answer, and what they know when they are stopped is told. */
@Timeout(300)
@EnabledOnOs(OS.LINUX)
class SearchesIT {
  @TempDir private Path folder;

  @BeforeEach
  void copyModel() throws Exception {
    TinyModel.copyTo(folder.resolve("tiny"));
  }

  @Test
  void chooseMeasuresTheBestAsAWholeRunAndAnswersInASentence() throws Exception {
    JarRun run =
        JarRun.in(
            folder,
            arguments(
                    "choose",
                    "-p",
                    "deployment=SINGLE",
                    "-p",
                    "graph=STANDARD",
                    "-p",
                    "batchSize=1",
                    "-p",
                    "callers=0",
                    "-p",
                    "texts=16,24")
                .toArray(String[]::new));

    assertThat(run.output())
        .as(run.errors())
        .contains("of at most 15:00  final, round 5, row 1 of 1: CorpusPass.pass")
        .containsPattern("Use SINGLE.*: .* s per 1000 texts, .* texts/s, .* MiB \\(PSS\\)\\.")
        .contains("To measure again what decided:");
    // Beside other tests its time is disturbed.
    assertThat(run.exitCode()).isEqualTo(run.output().contains("Provisional") ? 1 : 0);
    assertThat(rows())
        .extracting(row -> row.at("/params/texts").asText())
        .containsExactly("16", "24");
    assertThat(rows()).extracting(row -> row.get("forks").asInt()).containsExactly(3, 5);
  }

  @Test
  void chooseThatIsStoppedSaysWhatIsKnown() throws Exception {
    try (ChildProgram run =
        start(
            arguments(
                "choose",
                "-p",
                "deployment=SINGLE,THREADS",
                "-p",
                "graph=STANDARD",
                "-p",
                "texts=16"))) {
      run.output().await("round 2, row 1 of 3");

      interrupt(run);

      assertThat(run.exitCode()).isGreaterThan(128);
      assertThat(run.errors().text())
          .contains("stopped: r.json holds the 3 forks measured until then")
          .contains("Nothing can be recommended: of 3 rows 3 invalid.");
    }
    assertThat(rows()).hasSize(3);
  }

  @Test
  void capacityThatIsStoppedSaysWhatIsKnown() throws Exception {
    try (ChildProgram run =
        start(
            arguments(
                "capacity",
                "--p99",
                "20s",
                "-p",
                "deployment=SINGLE",
                "-p",
                "calls=300",
                "-p",
                "texts=16"))) {
      run.output().await("closed loop of 2 clients, row 1 of 1");
      run.output().await("capacity of 1 row, row 1 of 1: OpenLoop.schedule");
      run.output().await("; last: rate=");

      interrupt(run);

      assertThat(run.exitCode()).isGreaterThan(128);
      assertThat(run.errors().text())
          .contains("stopped: r.json holds the")
          .containsPattern("SINGLE sustains [^:]* calls/s[^:]* with p99 <= 20s");
    }
  }

  @Test
  void aLimitThatIsNoneIsRefusedBeforeAnythingIsDone() throws Exception {
    JarRun run = JarRun.in(folder, "choose", "--memory", "400", "-rff", "r.json");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors().lines())
        .singleElement()
        .asString()
        .contains("'400' is no limit of memory");
    assertThat(folder.resolve("r.json")).doesNotExist();
  }

  @Test
  void aDeploymentThatIsNoneIsRefusedInOneLine() throws Exception {
    JarRun run = JarRun.in(folder, "choose", "-p", "deployment=MANY", "-rff", "r.json");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors().lines())
        .singleElement()
        .asString()
        .startsWith("deployment=MANY is not possible");
  }

  private static List<String> arguments(String... given) {
    return Stream.concat(
            Stream.of(given), Stream.of("-p", "model=tiny", "-rff", "r.json", "--seed", "1"))
        .toList();
  }

  private ChildProgram start(List<String> arguments) throws Exception {
    // Whoever runs the tests in the background has them ignore Ctrl-C.
    List<String> command = new ArrayList<>(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JarRun.FLAGS);
    command.addAll(List.of("-jar", System.getProperty("benchmarks.jar")));
    command.addAll(arguments);
    return ChildProgram.start(new ProcessBuilder(command).directory(folder.toFile()));
  }

  private static void interrupt(ChildProgram run) throws Exception {
    new ProcessBuilder("kill", "-INT", Long.toString(run.pid())).start().waitFor();
  }

  private List<JsonNode> rows() throws Exception {
    JsonNode rows = new ObjectMapper().readTree(folder.resolve("r.json").toFile());
    return StreamSupport.stream(rows.spliterator(), false).toList();
  }
}
