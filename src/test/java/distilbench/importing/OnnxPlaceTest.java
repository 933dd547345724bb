package distilbench.importing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import distilbench.console.AwaitedLines;
import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Of the variants in a folder the plain one is meant, and others when they are named. */
class OnnxPlaceTest {
  @TempDir private Path temp;
  private Path folder;

  @BeforeEach
  void makeFolder() throws IOException {
    folder = Files.createDirectories(temp.resolve("bert/onnx")).getParent();
  }

  private void files(String... names) throws IOException {
    for (String name : names) {
      Files.createFile(folder.resolve(name));
    }
  }

  @Test
  void thePlainOneIsTakenAndTheOthersAreNamed() throws IOException {
    files("onnx/model.onnx", "onnx/model_O4.onnx", "onnx/model_quantized\u001b[1m.onnx");

    OnnxPlace place = OnnxPlace.find(folder);

    assertThat(place.graph()).isEqualTo(folder.resolve("onnx/model.onnx"));
    assertThat(place.name()).isEqualTo("bert");
    assertThat(place.others())
        .contains(
            String.format(
                "using %s; beside it lie model_O4.onnx, model_quantized\\u001b[1m.onnx: name one"
                    + " of them to use it",
                folder.resolve("onnx/model.onnx")));
    assertThat(place.folders()).containsExactly(folder.resolve("onnx"), folder);
  }

  @Test
  void theOneAtTheRootGoesFirst() throws IOException {
    files("model.onnx", "onnx/model.onnx");

    OnnxPlace place = OnnxPlace.find(folder);

    assertThat(place.graph()).isEqualTo(folder.resolve("model.onnx"));
    assertThat(place.folders()).containsExactly(folder);
    assertThat(place.others()).isEmpty();
  }

  @Test
  void anyFileThatIsNamedIsTaken() throws IOException {
    files("onnx/model.onnx", "onnx/model_O4.onnx");

    OnnxPlace place = OnnxPlace.find(folder.resolve("onnx/model_O4.onnx"));

    assertThat(place.name()).isEqualTo("bert-model_O4");
    assertThat(place.others()).isEmpty();
    assertThat(place.folders()).contains(folder);
  }

  @Test
  void theOnlyOneIsTakenWhateverItIsCalled() throws IOException {
    files("all-minilm.onnx");

    assertThat(OnnxPlace.find(folder).graph()).isEqualTo(folder.resolve("all-minilm.onnx"));
  }

  @Test
  void ofSeveralNoneIsMeant() throws IOException {
    files("b.onnx", "onnx/a.onnx");

    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> OnnxPlace.find(folder))
        .withMessage(folder + " has no model.onnx but b.onnx, a.onnx; name one of these files");
  }

  /** Its file may be the only one, but nobody has asked for its numbers. */
  @Test
  void float16IsTakenOnlyByItsName() throws IOException {
    ForeignGraph graph =
        ForeignGraph.embedder()
            .tensor(
                ForeignGraph.tensor("half", 1 << 20).toBuilder()
                    .setDataType(DataType.FLOAT16_VALUE)
                    .setDims(0, 2 << 20)
                    .build());
    Path file = graph.write(folder.resolve("model.onnx"));

    assertRefused(folder, "model.onnx, float16; name that file itself to use it");
    assertThat(OnnxSource.open(file, new AwaitedLines().asStream()).name()).isEqualTo("bert");
  }

  @Test
  void theOnlyFileMayBeQuantized() throws IOException {
    quantized().write(folder.resolve("model_quantized.onnx"));

    assertThat(OnnxSource.open(folder, new AwaitedLines().asStream()).name())
        .isEqualTo("bert-model_quantized");
  }

  private static ForeignGraph quantized() {
    ForeignGraph graph = ForeignGraph.embedder();
    return graph.node(
        ForeignGraph.nodeOf("DynamicQuantizeLinear", "integers", "hidden")
            .addAllOutput(List.of("scale", "zero")));
  }

  private void assertRefused(Path given, String part) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> OnnxSource.open(given, new AwaitedLines().asStream()))
        .withMessageContaining("the only model in " + folder + " is " + part);
  }
}
