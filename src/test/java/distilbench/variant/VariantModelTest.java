package distilbench.variant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import distilbench.console.InvalidInputException;
import distilbench.model.Described;
import distilbench.model.Graph;
import distilbench.model.ModelFolder;
import distilbench.model.ModelVariant;
import distilbench.model.Precision;
import distilbench.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Variants are made once, beside the model, and those that cannot be made are refused. */
class VariantModelTest {
  private static final ModelVariant CLS_ONLY = new ModelVariant(Graph.CLS_ONLY, Precision.FP32);
  private static final ModelVariant INT8 = new ModelVariant(Graph.STANDARD, Precision.INT8);
  private static final ModelVariant BOTH = new ModelVariant(Graph.CLS_ONLY, Precision.INT8);

  @TempDir Path temp;
  private ModelFolder tiny;

  @BeforeEach
  void copyTheTinyModel() throws IOException {
    tiny = TinyModel.copyTo(temp.resolve("tiny"));
  }

  @Test
  void nothingIsMadeOfAModelAsItWasPrepared() throws IOException {
    assertThat(prepare(ModelVariant.AS_PREPARED)).isSameAs(tiny);
    assertThat(madeFolders()).isEmpty();
  }

  @Test
  void aVariantIsAModelFolderThatIsMadeOnce() throws IOException {
    ModelFolder made = prepare(BOTH);
    made.verifyManifest();
    Object time = Files.getLastModifiedTime(made.graph());

    assertThat(prepare(BOTH).directory()).isEqualTo(made.directory());
    assertThat(Files.getLastModifiedTime(made.graph())).isEqualTo(time);
    assertThat(madeFolders()).containsExactly(made.directory());
    assertThat(made.modelSha()).isNotEqualTo(tiny.modelSha());
    assertThat(made.tokenizerSha()).isEqualTo(tiny.tokenizerSha());
  }

  @Test
  void noGraphComputesInBfloat16() throws IOException {
    assertThatThrownBy(() -> prepare(new ModelVariant(Graph.STANDARD, Precision.BF16)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("precision=BF16 is not possible");
    assertThat(madeFolders()).isEmpty();
  }

  @Test
  void whatIsDamagedIsMadeAnew() throws IOException {
    ModelFolder made = prepare(INT8);
    Files.write(made.weights(), new byte[(int) Files.size(made.weights())]);

    assertThat(prepare(INT8).modelSha()).isEqualTo(made.modelSha());
  }

  @Test
  void anotherGraphUsesTheSameWeightsOnDisk() throws IOException {
    assertThat(Files.isSameFile(prepare(CLS_ONLY).weights(), tiny.weights())).isTrue();
  }

  @Test
  void integersTakeAQuarterOfTheMatrices() {
    assertThat(prepare(INT8).description().matrixBytes())
        .isEqualTo(tiny.description().matrixBytes() / 4);
    assertThat(prepare(INT8).description().quantized()).isTrue();
  }

  @Test
  void everyMatrixButTheLastOneIsOfIntegersAndRowsAreQuantizedOnce() throws IOException {
    ModelProto model = ModelProto.parseFrom(Files.readAllBytes(prepare(INT8).graph()));

    List<NodeProto> nodes = model.getGraph().getNodeList();
    // Two layers of six, and the classifier's first.
    assertThat(count(nodes, "MatMulInteger")).isEqualTo(13);
    // Query, key and value have the same rows.
    assertThat(count(nodes, "DynamicQuantizeLinear")).isEqualTo(9);
    assertThat(model.getGraph().getInitializerList())
        .filteredOn(tensor -> tensor.getDataType() == TensorProto.DataType.FLOAT_VALUE)
        .filteredOn(tensor -> tensor.getDimsCount() == 2)
        .extracting(TensorProto::getName)
        .containsExactlyInAnyOrder(
            "distilbert.embeddings.word_embeddings.weight",
            "distilbert.embeddings.position_embeddings.weight",
            "classifier.weight");
  }

  private static long count(List<NodeProto> nodes, String operator) {
    return nodes.stream().filter(node -> node.getOpType().equals(operator)).count();
  }

  @Test
  void aGraphThatWasGivenHasNoOther() throws IOException {
    ModelFolder given = TinyModel.regressionTo(temp.resolve("given"));

    assertRefused(CLS_ONLY, given, "graph=CLS_ONLY", "run as it is");
  }

  @Test
  void whatIsReadOfAllTokensHasNoClsOnly() throws IOException {
    ModelFolder encoder = TinyModel.encoderTo(temp.resolve("encoder"));

    assertRefused(CLS_ONLY, encoder, "graph=CLS_ONLY", "all tokens", "MEAN");
  }

  @Test
  void whatIsQuantizedIsNotQuantizedAgain() throws IOException {
    ModelFolder quantized =
        TinyModel.importTo(
            temp.resolve("quantized"), model -> Described.as(model).quantized(true).build());

    assertRefused(INT8, quantized, "precision=INT8", "already");
  }

  private static void assertRefused(ModelVariant variant, ModelFolder model, String... words) {
    assertThatExceptionOfType(InvalidInputException.class)
        .isThrownBy(() -> VariantModel.prepare(model, variant, TinyModel.NOWHERE))
        .satisfies(refusal -> assertThat(refusal.getMessage()).contains(words))
        .satisfies(refusal -> assertThat(refusal.getMessage()).doesNotContain("\n"));
    assertThat(model.directory()).isDirectoryNotContaining("glob:**variant-*");
  }

  private ModelFolder prepare(ModelVariant variant) {
    return VariantModel.prepare(tiny, variant, TinyModel.NOWHERE);
  }

  private List<Path> madeFolders() throws IOException {
    try (var files = Files.list(tiny.directory())) {
      return files.filter(Files::isDirectory).toList();
    }
  }
}
