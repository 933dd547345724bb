package distilbench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every engine that comes with the suite in every precision and deployment that it has: installed,
 * measured, its answers checked. A folder of the build's keeps what is installed.
 */
@Tag("engines")
@Timeout(1800)
@EnabledOnOs(OS.LINUX)
class AllEnginesIT {
  private static final Path ENGINES = Path.of("src/main/engines");
  private static final Path FOLDER = Path.of("target/engines");

  static Stream<Path> engines() throws IOException {
    return Files.list(ENGINES).filter(folder -> Files.exists(folder.resolve("engine.json")));
  }

  @ParameterizedTest
  @MethodSource("engines")
  void answersRightInAllThatItHas(Path engine) throws Exception {
    JsonNode definition = new ObjectMapper().readTree(engine.resolve("engine.json").toFile());
    List<String> precisions = names(definition.at("/precisions"));
    List<String> deployments = names(definition.at("/deployments"));
    Files.createDirectories(FOLDER);
    if (Files.notExists(FOLDER.resolve("tiny"))) {
      TinyModel.copyTo(FOLDER.resolve("tiny"));
    }
    Path result = FOLDER.resolve(engine.getFileName() + ".json");
    Files.deleteIfExists(result);
    Files.deleteIfExists(FOLDER.resolve(engine.getFileName() + ".env.json"));

    JarRun run =
        JarRun.in(
            FOLDER,
            Stream.of(
                    List.of("-p", "engine=" + engine.getFileName(), "-p", "model=tiny", "-f", "1"),
                    List.of("-p", "precision=" + String.join(",", precisions)),
                    List.of("-p", "deployment=" + String.join(",", deployments)),
                    List.of("-p", "processes=2", "-p", "texts=24", "-p", "batchSize=1,4"),
                    List.of("-rff", result.getFileName().toString()))
                .flatMap(List::stream)
                .toArray(String[]::new));

    assertThat(run.exitCode()).as(run.output() + run.errors()).isZero();
    JsonNode rows = new ObjectMapper().readTree(result.toFile());
    int sharing = deployments.contains("SHARED_MAPPED") ? precisions.size() - 1 : 0;
    assertThat(rows).hasSize(2 * (precisions.size() * deployments.size() - sharing));
    assertThat(rows)
        .allSatisfy(
            row -> {
              assertThat(secondary(row, "answer.agreement")).isGreaterThan(0.8);
              assertThat(secondary(row, "mem.workers.pss.mean")).isPositive();
            });
    assertThat(rows)
        .filteredOn(row -> secondary(row, "share.expected") == 1)
        .allSatisfy(row -> assertThat(secondary(row, "share.verified")).isEqualTo(1));
  }

  private static List<String> names(JsonNode array) {
    return Stream.iterate(0, i -> i < array.size(), i -> i + 1)
        .map(i -> array.get(i).asText())
        .toList();
  }

  private static double secondary(JsonNode row, String label) {
    return row.at("/secondaryMetrics/" + label + "/score").asDouble();
  }
}
