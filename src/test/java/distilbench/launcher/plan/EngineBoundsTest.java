package distilbench.launcher.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.benchmark.CorpusPass;
import distilbench.console.InvalidInputException;
import distilbench.format.ParameterDefaults;
import distilbench.format.RowIdentity;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EngineBoundsTest {
  private static final String BENCHMARK = CorpusPass.class.getName() + ".pass";

  @ParameterizedTest
  @CsvSource({
    "ORT, SHARED_PREPACKED, INT8, CLS_ONLY, 512",
    "example, SINGLE, FP32, STANDARD, 0",
    "nobody, CONTROL, FP32, STANDARD, 0",
    "onnxruntime, SHARED_MAPPED, FP32, STANDARD, 0",
    "transformers, SERVER, BF16, STANDARD, 0"
  })
  void whatAnEngineCanDoIsMeasured(
      String engine, String deployment, String precision, String graph, String batchTokens) {
    assertThat(new EngineBounds().problem(row(engine, deployment, precision, graph, batchTokens)))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "ORT, SINGLE, BF16, STANDARD, 0, precision=BF16 of engine=ORT (ONNX Runtime has no such",
    "example, SHARED_MAPPED, FP32, STANDARD, 0, SHARED_MAPPED of engine=example (it cannot",
    "example, SINGLE, INT8, STANDARD, 0, precision=INT8 of engine=example (it cannot",
    "example, SINGLE, FP32, CLS_ONLY, 0, graph=CLS_ONLY of engine=example (it cannot",
    "example, SINGLE, FP32, STANDARD, 512, batchTokens=512 of engine=example (it cannot",
    "transformers, SHARED_MAPPED, BF16, STANDARD, 0, SHARED_MAPPED in precision=BF16 of engine="
  })
  void whatItCannotDoIsLeftOut(
      String engine,
      String deployment,
      String precision,
      String graph,
      String batchTokens,
      String why) {
    assertThat(new EngineBounds().problem(row(engine, deployment, precision, graph, batchTokens)))
        .hasValueSatisfying(told -> assertThat(told).startsWith(why));
  }

  @Test
  void nobodyIsNoEngine() {
    RowIdentity row = row("nobody", "SINGLE", "FP32", "STANDARD", "0");

    assertThatThrownBy(() -> new EngineBounds().problem(row))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("engine=nobody is none of ORT, ");
  }

  private static RowIdentity row(
      String engine, String deployment, String precision, String graph, String batchTokens) {
    Map<String, String> values = new LinkedHashMap<>(ParameterDefaults.of(BENCHMARK));
    values.putAll(
        Map.of(
            "engine", engine,
            "deployment", deployment,
            "precision", precision,
            "graph", graph,
            "batchTokens", batchTokens));
    return new RowIdentity(BENCHMARK, "ss", 1, values);
  }
}
