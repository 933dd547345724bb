package distilbench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.format.MetricLabel;
import distilbench.model.ModelFolder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What fork, launcher and report agree on, in the files of real runs. */
@Timeout(120)
class FormatIT {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TEXTS = 24;

  @TempDir private static Path folder;

  private static JsonNode results;
  private static JsonNode facts;
  private static JsonNode report;

  /** Two passes at once by two deployments, of models whose names read alike in the sidecar. */
  @BeforeAll
  static void measure() throws Exception {
    Path other = Files.createDirectories(folder.resolve("x").resolve("models")).resolve("tiny");
    JarRun generated =
        JarRun.in(folder, "model", "generate", "models/tiny", "--geometry", "tiny", "--seed", "1");
    assertThat(generated.exitCode()).as(generated.errors()).isZero();
    JarRun again =
        JarRun.in(
            folder, "model", "generate", other.toString(), "--geometry", "tiny", "--seed", "2");
    assertThat(again.exitCode()).as(again.errors()).isZero();
    Path first = folder.resolve("models").resolve("tiny").toAbsolutePath();
    JarRun run =
        JarRun.in(
            folder,
            "CorpusPass",
            "-t",
            "2",
            "-f",
            "1",
            "-p",
            "model=" + first + "," + other.toAbsolutePath(),
            "-p",
            "deployment=SHARED_PREPACKED,CONTROL",
            "-p",
            "processes=2",
            "-p",
            "texts=" + TEXTS,
            "-rff",
            "x.json");
    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    results = JSON.readTree(folder.resolve("x.json").toFile());
    facts = JSON.readTree(folder.resolve("x.env.json").toFile());
    JarRun reported = JarRun.in(folder, "report", "x.json", "--format", "json");
    assertThat(reported.exitCode()).as(reported.errors()).isZero();
    report = JSON.readTree(reported.output());
  }

  @Test
  void forksEmitEveryLabelInItsUnitAndNoOther() {
    Map<String, String> defined =
        Stream.of(MetricLabel.values())
            .collect(Collectors.toMap(MetricLabel::label, MetricLabel::unit));

    assertThat(results).hasSize(4);
    for (JsonNode row : results) {
      Map<String, String> emitted = new TreeMap<>();
      row.get("secondaryMetrics")
          .fields()
          .forEachRemaining(
              metric -> emitted.put(metric.getKey(), metric.getValue().get("scoreUnit").asText()));
      assertThat(emitted).containsExactlyInAnyOrderEntriesOf(defined);
    }
  }

  @Test
  void everyLabelIsDescribed() throws IOException {
    String reference;
    try (Stream<Path> pages = Files.walk(Path.of("src"))) {
      reference =
          Stream.concat(pages, Stream.of(Path.of("README.md")))
              .filter(page -> page.toString().endsWith(".md"))
              .map(FormatIT::text)
              .collect(Collectors.joining());
    }

    assertThat(MetricLabel.values())
        .extracting(MetricLabel::label)
        .allSatisfy(label -> assertThat(reference).contains("`" + label + "`"));
  }

  /** Two threads make two passes at once: a score is about both. */
  @Test
  void theWorkOfAllThreadsCounts() {
    for (JsonNode row : rows()) {
      double seconds = row.at("/score/value").asDouble();
      assertThat(row.get("threads").asInt()).isEqualTo(2);
      assertThat(row.at("/metrics/work.texts/value").asDouble()).isEqualTo(TEXTS);
      assertThat(row.at("/rate/value").asDouble())
          .isCloseTo(2 * TEXTS / seconds, within(1e-6 * TEXTS / seconds));
      assertThat(row.at("/time/value").asDouble())
          .isCloseTo(1000 * seconds / (2 * TEXTS), within(1e-6 * seconds));
    }
  }

  @Test
  void theForkSaysWhatItRunsAndShares() {
    for (JsonNode row : rows()) {
      boolean control = row.get("deployment").asText().equals("CONTROL");
      assertThat(row.at("/metrics/work.runs_model/value").asDouble()).isEqualTo(control ? 0 : 1);
      assertThat(row.at("/metrics/share.expected/value").asDouble()).isEqualTo(control ? 0 : 1);
      assertThat(row.get("runsModel").asBoolean()).isEqualTo(!control);
      if (control) {
        assertThat(row.at("/metrics/work.model_gflop/value").isNull()).isTrue();
      } else {
        double gflop = row.at("/metrics/work.model_gflop/value").asDouble();
        double gemm = report.at("/runs/0/gemm/all").asDouble();
        double perSecond = gflop * row.at("/rate/value").asDouble() / TEXTS;
        assertThat(gflop).isPositive();
        assertThat(row.get("gemmShare").asDouble())
            .isCloseTo(perSecond / gemm, within(1e-6 * perSecond / gemm));
      }
    }
  }

  /** In the sidecar both models read ".../tiny". */
  @Test
  void rowsAreFoundByTheirPlaces() {
    assertThat(facts.at("/run/results")).hasToString("[0,1,2,3]");
    for (int i = 0; i < results.size(); i++) {
      JsonNode planned = facts.at("/run/rows/" + i);
      String model = results.at("/" + i + "/params/model").asText();
      assertThat(planned.at("/parameters/model").asText()).endsWith("/tiny").isNotEqualTo(model);
      assertThat(planned.get("threads").asInt()).isEqualTo(2);
      assertThat(digest(i)).isEqualTo(manifestDigest(Path.of(model)));
    }
    assertThat(digest(0)).isNotIn(digest(2)).isIn(digest(1), digest(3));
  }

  /** What the run says while it goes on follows from the same places as what its files say. */
  @Test
  void whatTheRunJudgedIsWhatItsFilesSay() {
    List<JsonNode> judged = new ArrayList<>();
    rows().forEach(row -> judged.add(row.get("verdict")));

    for (int i = 0; i < judged.size(); i++) {
      assertThat(facts.at("/verdict/rows/" + i + "/time")).isEqualTo(judged.get(i).get("time"));
      assertThat(facts.at("/verdict/rows/" + i + "/memory")).isEqualTo(judged.get(i).get("memory"));
    }
    assertThat(facts.at("/verdict/time")).isEqualTo(report.at("/runs/0/verdict/time"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"-t 2", "-bm avgt", "-bs 2"})
  void whatHasNoMeaningIsRefusedInOneLine(String option) throws Exception {
    String[] words = option.split(" ");

    JarRun run =
        JarRun.in(
            folder,
            "ColdStart.firstAnswer",
            "-p",
            "deployment=SINGLE",
            "-p",
            "model=models/tiny",
            words[0],
            words[1],
            "-rff",
            "cold.json");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isEqualTo(2);
    assertThat(run.errors().lines()).singleElement().asString().contains("ColdStart", words[0]);
    assertThat(folder.resolve("cold.json")).doesNotExist();
    assertThat(folder.resolve("cold.env.json")).doesNotExist();
  }

  private static Iterable<JsonNode> rows() {
    JsonNode rows = report.at("/runs/0/groups/0/rows");
    assertThat(rows).hasSize(4);
    return rows;
  }

  private static String digest(int row) {
    int input = facts.at("/run/rows/" + facts.at("/run/results/" + row).asInt() + "/input").asInt();
    return facts.at("/inputs/" + input + "/modelSha256").asText();
  }

  private static String manifestDigest(Path model) {
    return ModelFolder.open(model).modelSha();
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
