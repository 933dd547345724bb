package distilbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.PythonEnvironment.Ended;
import distilbench.report.MeasuredRounds;
import distilbench.report.ResultFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apache Otava itself reads what is exported, and finds in it what there is to find. */
@Tag("thorough")
class OtavaIT {
  private static final PythonEnvironment ENVIRONMENT =
      new PythonEnvironment(
          Project.FOLDER.resolve("target/otava"),
          Project.FOLDER.resolve("src/test/python/otava/requirements.txt"),
          10);

  private static final int RUNS = 40;
  private static final int STEP_AT = 25;

  /** From run to run, and from fork to fork. */
  private static final double SPREAD = 0.01;

  private static final Instant BEGUN = Instant.parse("2026-01-01T03:00:00Z");

  @TempDir private Path folder;

  private final Random random = new Random(20);

  @BeforeAll
  static void install() throws Exception {
    ENVIRONMENT.prepare();
  }

  @Test
  void aStepOfFivePercentIsFoundWhereItIs() throws Exception {
    List<JsonNode> found = changes(1.05);

    assertThat(found)
        .extracting(change -> change.get("metric").asText())
        .containsExactlyInAnyOrder(
            "CorpusPass.pass SERVER on Example CPU 9000, 2 cores (?/?): time",
            "CorpusPass.pass SERVER on Example CPU 9000, 2 cores (?/?): work");
    assertThat(found)
        .allSatisfy(
            change -> {
              assertThat(change.get("index").asInt()).isEqualTo(STEP_AT);
              assertThat(change.get("forward_change_percent").asInt()).isBetween(4, 6);
            });
  }

  @Test
  void whereNothingChangedNothingIsFound() throws Exception {
    assertThat(changes(1)).isEmpty();
  }

  /**
   * What Otava finds in one run a night.
   *
   * @param step how many times as long texts take in SERVER from one of the runs on
   */
  private List<JsonNode> changes(double step) throws Exception {
    Path archive = Files.createDirectory(folder.resolve("archive"));
    for (int run = 0; run < RUNS; run++) {
      ObjectNode facts = ResultFiles.facts();
      facts.withObject("/run").put("start", BEGUN.plus(run, ChronoUnit.DAYS).toString());
      new MeasuredRounds(facts)
          .add(row("SINGLE", 10))
          .add(row("SERVER", run < STEP_AT ? 9 : 9 * step))
          .write(archive, "night" + run);
    }
    JarRun export = JarRun.in(folder, "export", "--format", "otava", "archive");
    assertThat(export.exitCode()).as(export.errors()).isZero();
    Files.writeString(folder.resolve("figures.json"), export.output());
    // As the page about tracking has it.
    Path otava =
        Files.writeString(
            folder.resolve("otava.yaml"),
            """
            tests:
              distilbench:
                type: json
                file: figures.json
            """);
    Ended ended =
        PythonEnvironment.run(
            folder,
            Map.of("OTAVA_CONFIG", otava.toString()),
            ENVIRONMENT.folder().resolve("bin/otava").toString(),
            "analyze",
            "distilbench",
            "--output",
            "json");
    assertThat(ended.code()).as(ended.said()).isZero();
    String json =
        ended.said().lines().filter(line -> line.startsWith("{")).findFirst().orElseThrow();
    return StreamSupport.stream(
            new ObjectMapper().readTree(json).get("distilbench").spliterator(), false)
        .flatMap(group -> StreamSupport.stream(group.get("changes").spliterator(), false))
        .toList();
  }

  private ObjectNode row(String deployment, double seconds) {
    double night = seconds * spread();
    return MeasuredRounds.row(
        deployment, 300 * spread(), night * spread(), night * spread(), night * spread());
  }

  private double spread() {
    return Math.exp(SPREAD * random.nextGaussian());
  }
}
