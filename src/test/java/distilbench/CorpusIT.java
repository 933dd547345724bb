package distilbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.storage.Sha256;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A corpus of the user's, in another format than the built-in one, through the whole jar. */
@Timeout(120)
class CorpusIT {
  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  @Tag("thorough")
  @Test
  void aFieldOfCompressedJsonLinesIsMeasured() throws Exception {
    Path corpus = folder.resolve("own.jsonl.gz");
    try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(corpus))) {
      out.write(
          """
          {"body": "A plum, \\u0000 NUL \\u001b[31m and smoke."}
          {"body": null}
          {"id": 3, "body": "🍷 crème"}
          {"body": "Cherry and oak, %s."}
          """
              .formatted("very long ".repeat(200))
              .getBytes(StandardCharsets.UTF_8));
    }
    JarRun generated = JarRun.in(folder, "model", "generate", "tiny", "--geometry", "tiny");
    assertThat(generated.exitCode()).as(generated.errors()).isZero();

    JarRun run = measure(3, "SINGLE,SHARED_MAPPED", "r.json");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    assertThat(run.errors()).contains("own.jsonl.gz: left out 1 record without text");
    assertThat(run.output() + run.errors()).doesNotContain("\u001b", "\u0000");
    JsonNode rows = JSON.readTree(folder.resolve("r.json").toFile());
    assertThat(rows).hasSize(2);
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(row.at("/params/column").asText()).isEqualTo("body");
              assertThat(row.at("/secondaryMetrics/work.texts/score").asInt()).isEqualTo(3);
            });
    JsonNode input = JSON.readTree(folder.resolve("r.env.json").toFile()).at("/inputs/0");
    assertThat(input.path("column").asText()).isEqualTo("body");
    assertThat(input.path("corpusSha256").asText()).isEqualTo(Sha256.of(corpus));

    JarRun refused = measure(4, "CONTROL", "refused.json");
    assertThat(refused.exitCode()).isEqualTo(2);
    assertThat(refused.errors())
        .isEqualTo("texts=4, but the corpus has only 3; ask for at most that many\n");
  }

  private JarRun measure(int texts, String deployments, String results) throws Exception {
    return JarRun.in(
        folder,
        "CorpusPass",
        "-p",
        "model=tiny",
        "-p",
        "corpus=own.jsonl.gz",
        "-p",
        "column=body",
        "-p",
        "texts=" + texts,
        "-p",
        "processes=2",
        "-p",
        "deployment=" + deployments,
        "-f",
        "1",
        "-rff",
        results);
  }
}
