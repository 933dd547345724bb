package distilbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.deployment.Deployment;
import distilbench.model.TinyModel;
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

/** A model in another graph and precision, measured by the jar. */
@Timeout(300)
@EnabledOnOs(OS.LINUX)
class VariantsIT {
  @TempDir private Path folder;

  @Tag("thorough")
  @Test
  void integersInTheSmallerGraphAreMeasuredInEveryDeployment() throws Exception {
    TinyModel.copyTo(folder.resolve("tiny"));

    JarRun run = measure("-p", "graph=CLS_ONLY", "-p", "precision=INT8", "-p", "texts=24");

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    JsonNode rows = new ObjectMapper().readTree(folder.resolve("variants.json").toFile());
    assertThat(rows)
        .extracting(row -> row.at("/params/deployment").asText())
        .containsExactlyElementsOf(Stream.of(Deployment.values()).map(Deployment::name).toList());
    assertThat(rows)
        .filteredOn(row -> secondary(row, "work.runs_model") == 1)
        .allSatisfy(
            row -> {
              assertThat(secondary(row, "answer.agreement")).isBetween(0.9, 1.0);
              assertThat(secondary(row, "answer.mean_difference")).isBetween(1e-6, 0.1);
            });
    assertThat(rows)
        .filteredOn(row -> secondary(row, "share.expected") == 1)
        .extracting(row -> secondary(row, "share.verified"))
        .containsExactly(1.0, 1.0);
    assertThat(run.output()).contains("same", "answers", "differ by");
  }

  @Test
  void aModelThatHasNoSuchVariantIsRefusedInOneLine() throws Exception {
    TinyModel.encoderTo(folder.resolve("tiny"));

    JarRun run = measure("-p", "graph=CLS_ONLY");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.errors().lines().filter(line -> line.contains("CLS_ONLY")))
        .singleElement()
        .asString()
        .contains("tiny cannot be run as graph=CLS_ONLY", "MEAN");
    assertThat(Files.exists(folder.resolve("variants.json"))).isFalse();
  }

  private JarRun measure(String... options) throws Exception {
    List<String> common =
        List.of("-p", "model=tiny", "-p", "processes=2", "-f", "1", "-rff", "variants.json");
    return JarRun.in(
        folder, Stream.concat(common.stream(), Stream.of(options)).toArray(String[]::new));
  }

  private static double secondary(JsonNode row, String label) {
    return row.at("/secondaryMetrics/" + label + "/score").asDouble();
  }
}
