package distilbench.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import distilbench.deployment.Deployment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class EngineDefinitionTest {
  private static final List<String> DEPLOYMENTS =
      Stream.of(Deployment.values()).map(Enum::name).toList();

  static List<String> names() {
    return BuiltInEngines.names();
  }

  @Test
  void theExampleComesWithTheSuite() {
    assertThat(BuiltInEngines.names()).contains("example").doesNotContain("library");
  }

  @ParameterizedTest
  @MethodSource("names")
  void theEnginesThatComeAlongAreWhole(String name) {
    Engine engine = Engine.find(name);

    assertThat(engine.name()).isEqualTo(name);
    assertThat(DEPLOYMENTS).containsAll(engine.definition().deployments());
    assertThat(engine.definition().about()).doesNotContain("\n");
  }

  @Test
  void aFolderIsAnEngine(@TempDir Path temp) throws IOException {
    Path folder = EngineFolders.make(temp.resolve("mine"), "", "");

    Engine engine = Engine.find(folder.toString());

    assertThat(engine.name()).isEqualTo("mine");
    assertThat(engine.folder()).isEqualTo(folder);
    String before = engine.digest();
    Files.writeString(folder.resolve("worker.py"), "pass");
    assertThat(engine.digest()).isNotEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "/nowhere/at/all", "a\u0000b"})
  void whatIsNoEngineIsRefusedInOneLine(String value) {
    assertThatThrownBy(() -> Engine.find(value))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("is none of ORT, ")
        .hasMessageContaining("example")
        .hasMessageNotContaining("\n");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "[]",
        "{",
        "{}",
        "{\"about\": \"x\"}",
        "{\"about\": \"x\", \"command\": [\"a\"], \"model\": \"PAPER\"}",
        "{\"about\": \"x\", \"command\": [\"a\"], \"model\": \"ONNX\"}",
        "{\"about\": \"x\", \"command\": [null], \"model\": \"ONNX\", \"precisions\": [\"FP32\"],"
            + " \"deployments\": [\"SINGLE\"]}",
        "{\"about\": \"x\", \"command\": [\"{nothing}\"], \"model\": \"ONNX\", \"precisions\":"
            + " [\"FP32\"], \"deployments\": [\"SINGLE\"]}",
        "{\"about\": \"x\", \"command\": [\"a\"], \"model\": \"ONNX\", \"precisions\": [\"FP32\"],"
            + " \"deployments\": [\"SINGLE\"], \"requirements\": \"r.txt\"}",
        "{\"about\": \"x\", \"comand\": [\"a\"], \"model\": \"ONNX\", \"precisions\": [\"FP32\"],"
            + " \"deployments\": [\"SINGLE\"]}"
      })
  void whatIsNotWholeIsRefusedInOneLine(String json, @TempDir Path temp) throws IOException {
    Files.writeString(temp.resolve(EngineDefinition.FILE), json);

    assertThatThrownBy(() -> Engine.find(temp.toString()))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith(temp.resolve(EngineDefinition.FILE) + ": ")
        .hasMessageNotContaining("\n");
  }
}
