package distilbench.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.GraphProto;
import distilbench.model.Geometry;
import distilbench.model.Graph;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The tensors are those of the model's class in transformers. */
class ArchitectureTest {
  private static final Architecture TINY = Architecture.ofDistilBert(Geometry.TINY);

  static List<Architecture> architectures() {
    return Architectures.all();
  }

  /**
   * What PyTorch counts: the parameters of the base models, without the poolers that encoders have
   * and nobody reads (590,592 of BERT and RoBERTa).
   */
  @ParameterizedTest
  @CsvSource({
    "DISTILBERT, 6, 30522, 512, 0, 2, 66955010",
    "DISTILBERT, 6, 30522, 512, 0, 0, 66362880",
    "BERT, 12, 30522, 512, 2, 2, 109483778",
    "BERT, 12, 30522, 512, 2, 0, 108891648",
    "ROBERTA, 12, 50265, 514, 1, 2, 124647170",
    "ROBERTA, 12, 50265, 514, 1, 0, 124055040",
    "XLM_ROBERTA, 12, 250002, 514, 1, 3, 278045955"
  })
  void baseModelsHaveThePublishedNumberOfParameters(
      Family family,
      int layers,
      int vocabulary,
      int positions,
      int types,
      int labels,
      long parameters) {
    Geometry geometry = new Geometry(layers, 768, 12, 3072, vocabulary, positions);
    Architecture architecture =
        new Architecture(family, geometry, types, Activation.GELU, 1e-12f, 1, labels);

    assertThat(architecture.tensors().stream().mapToLong(Tensor::elements).sum())
        .isEqualTo(parameters);
  }

  @Test
  void everyLayerHasTheTensorsOfThePyTorchStateDict() {
    for (int layer = 0; layer < Geometry.TINY.layers(); layer++) {
      String prefix = "distilbert.transformer.layer." + layer + ".";

      List<String> names =
          TINY.tensors().stream()
              .map(Tensor::name)
              .filter(name -> name.startsWith(prefix))
              .map(name -> name.substring(prefix.length()))
              .toList();

      assertThat(names)
          .containsExactly(
              "attention.q_lin.weight",
              "attention.q_lin.bias",
              "attention.k_lin.weight",
              "attention.k_lin.bias",
              "attention.v_lin.weight",
              "attention.v_lin.bias",
              "attention.out_lin.weight",
              "attention.out_lin.bias",
              "sa_layer_norm.weight",
              "sa_layer_norm.bias",
              "ffn.lin1.weight",
              "ffn.lin1.bias",
              "ffn.lin2.weight",
              "ffn.lin2.bias",
              "output_layer_norm.weight",
              "output_layer_norm.bias");
    }
  }

  @Test
  void embeddingsAndHeadSurroundTheLayers() {
    List<String> names = TINY.tensors().stream().map(Tensor::name).toList();

    assertThat(names)
        .startsWith(
            "distilbert.embeddings.word_embeddings.weight",
            "distilbert.embeddings.position_embeddings.weight",
            "distilbert.embeddings.LayerNorm.weight",
            "distilbert.embeddings.LayerNorm.bias")
        .endsWith(
            "pre_classifier.weight", "pre_classifier.bias", "classifier.weight", "classifier.bias");
  }

  @Test
  void matricesAreStoredInputByOutput() {
    Tensor inner =
        TINY.tensors().stream()
            .filter(tensor -> tensor.name().endsWith("layer.0.ffn.lin1.weight"))
            .findFirst()
            .orElseThrow();

    assertThat(inner.shape()).containsExactly(Geometry.TINY.hidden(), Geometry.TINY.ffn());
    assertThat(inner.torchShape()).containsExactly(Geometry.TINY.ffn(), Geometry.TINY.hidden());
  }

  /** Positions up to the padding token's id are padding's. */
  @ParameterizedTest
  @MethodSource("architectures")
  void theLongestTextHasAPositionForEveryToken(Architecture architecture) {
    boolean fromPadding = architecture.family().countsPositionsFromPadding();

    assertThat(architecture.maxTokens()).isEqualTo(fromPadding ? 60 : 64);
  }

  /** The formulas count what the graph multiplies. */
  @ParameterizedTest
  @MethodSource("architectures")
  void operationsAreTheCountOfTheGraphsMatrixProducts(Architecture architecture) {
    GraphProto standard = wired(architecture, Graph.STANDARD);
    GraphProto firstToken = wired(architecture, Graph.CLS_ONLY);

    for (int tokens : new int[] {2, 11, 60}) {
      assertThat(architecture.operations().flop(tokens))
          .isEqualTo(GraphFlop.ofOneText(standard, tokens));
      assertThat(architecture.operationsOfFirstToken().flop(tokens))
          .isEqualTo(GraphFlop.ofOneText(firstToken, tokens));
    }
  }

  private static GraphProto wired(Architecture architecture, Graph kind) {
    WeightLayout layout = new WeightLayout(architecture.tensors());
    return EncoderGraph.build(architecture, kind, layout.offsets(), "weights.bin").getGraph();
  }

  /** All but a classifier's last one, which is small. */
  @ParameterizedTest
  @MethodSource("architectures")
  void matrixBytesAreThoseOfAllMatrices(Architecture architecture) {
    long all =
        architecture.tensors().stream()
            .filter(tensor -> tensor.kind() == Tensor.Kind.MATRIX)
            .filter(tensor -> !tensor.name().equals(architecture.family().classifierWeight()))
            .mapToLong(Tensor::bytes)
            .sum();

    assertThat(architecture.matrixBytes()).isEqualTo(all);
  }
}
