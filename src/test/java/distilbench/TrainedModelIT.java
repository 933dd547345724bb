package distilbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.deployment.Deployment;
import distilbench.importing.MiniLm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A trained model as its makers export it, measured by the jar in every deployment. */
@Timeout(300)
@EnabledOnOs(OS.LINUX)
class TrainedModelIT {
  private static final List<String> SHARED = List.of("SHARED_MAPPED", "SHARED_PREPACKED");

  @TempDir private Path folder;

  @Test
  @Tag("thorough")
  void aQuantizedOneIsMeasuredInEveryDeployment() throws Exception {
    measuresEveryDeployment(MiniLm.QUANTIZED);
  }

  @Test
  @Tag("models")
  void aFloat32OneIsMeasuredInEveryDeployment() throws Exception {
    measuresEveryDeployment(MiniLm.FLOAT32);
  }

  @Test
  void whatIsNoModelIsRefusedInOneLine() throws Exception {
    Path given = Files.createDirectory(folder.resolve("given"));
    Files.writeString(given.resolve("model.onnx"), "once upon a time");

    JarRun run = JarRun.in(folder, "-p", "model=given", "-p", "deployment=CONTROL");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors())
        .hasLineCount(1)
        .startsWith("given/model.onnx is no ONNX file, or not whole; ");
    assertThat(folder.resolve("models/imported")).doesNotExist();
  }

  private void measuresEveryDeployment(String name) throws Exception {
    Path model = MiniLm.unpack(name, folder.resolve("minilm"));
    List<Path> before = files(model);

    JarRun run =
        JarRun.in(
            folder,
            "-p",
            "model=minilm",
            "-p",
            "texts=8",
            "-p",
            "processes=2",
            "-f",
            "1",
            "-rff",
            "minilm.json");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    JsonNode rows = new ObjectMapper().readTree(folder.resolve("minilm.json").toFile());
    assertThat(rows)
        .extracting(row -> row.at("/params/deployment").asText())
        .containsExactlyElementsOf(Stream.of(Deployment.values()).map(Deployment::name).toList());
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(secondary(row, "work.texts")).isEqualTo(8);
              assertThat(secondary(row, "mem.tree.pss.peak")).isPositive();
            });
    assertThat(rows)
        .filteredOn(row -> SHARED.contains(row.at("/params/deployment").asText()))
        .extracting(row -> secondary(row, "share.verified"))
        .containsExactly(1.0, 1.0);
    assertThat(files(model)).as("the source").isEqualTo(before);
    assertThat(run.errors()).containsOnlyOnce("imported models/imported/minilm-");
  }

  private static double secondary(JsonNode row, String label) {
    return row.at("/secondaryMetrics/" + label + "/score").asDouble();
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.sorted().toList();
    }
  }
}
