package distilbench.model.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import distilbench.model.Graph;
import distilbench.model.TinyModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The graph is plain ONNX that any runtime understands. */
class EncoderGraphTest {
  private static ModelProto model;
  private static GraphProto graph;

  static List<Architecture> architectures() {
    return Architectures.all();
  }

  @BeforeAll
  static void readTheFile() throws IOException {
    model = StoredTensor.graph(TinyModel.folder());
    graph = model.getGraph();
  }

  @Test
  void usesOperatorSet17OfTheStandardDomainAndNoOther() {
    assertThat(model.getOpsetImportList())
        .extracting(OperatorSetIdProto::getDomain, OperatorSetIdProto::getVersion)
        .containsExactly(tuple("", 17L));
    assertThat(graph.getNodeList())
        .isNotEmpty()
        .allSatisfy(node -> assertThat(node.getDomain()).as(node.getName()).isEmpty());
  }

  @Test
  void takesTokenIdsAndAMaskOfAnyBatchAndLength() {
    assertThat(graph.getInputList())
        .extracting(ValueInfoProto::getName)
        .containsExactly("input_ids", "attention_mask");
    assertThat(graph.getInputList())
        .allSatisfy(
            input -> {
              assertThat(type(input).getElemType()).isEqualTo(TensorProto.DataType.INT64_VALUE);
              assertThat(dimensions(input)).containsExactly("batch", "sequence");
            });
  }

  @Test
  void givesTwoLogitsPerText() {
    assertThat(graph.getOutputList()).hasSize(1);
    ValueInfoProto logits = graph.getOutput(0);

    assertThat(logits.getName()).isEqualTo("logits");
    assertThat(type(logits).getElemType()).isEqualTo(TensorProto.DataType.FLOAT_VALUE);
    assertThat(dimensions(logits)).containsExactly("batch", "2");
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void anEncoderGivesAVectorPerToken(Architecture architecture) {
    ValueInfoProto output = graph(architecture, Graph.STANDARD).getOutput(0);

    assertThat(output.getName())
        .isEqualTo(architecture.isClassifier() ? "logits" : "last_hidden_state");
    assertThat(dimensions(output))
        .isEqualTo(
            architecture.isClassifier()
                ? List.of("batch", "5")
                : List.of("batch", "sequence", "24"));
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void clsOnlyGivesTheFirstTokensVector(Architecture architecture) {
    ValueInfoProto output = graph(architecture, Graph.CLS_ONLY).getOutput(0);

    assertThat(output.getName())
        .isEqualTo(architecture.isClassifier() ? "logits" : "first_hidden_state");
    assertThat(dimensions(output))
        .containsExactly("batch", architecture.isClassifier() ? "5" : "24");
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void nothingIsComputedInVainAndNothingUsedIsMissing(Architecture architecture) {
    for (Graph kind : Graph.values()) {
      assertWhole(graph(architecture, kind));
    }
  }

  private static void assertWhole(GraphProto wired) {
    List<String> used =
        wired.getNodeList().stream().flatMap(node -> node.getInputList().stream()).toList();
    List<String> made = new ArrayList<>(List.of("input_ids", "attention_mask"));
    wired.getInitializerList().forEach(tensor -> made.add(tensor.getName()));
    wired.getNodeList().forEach(node -> made.addAll(node.getOutputList()));

    assertThat(made).doesNotHaveDuplicates();
    assertThat(used)
        .containsAll(made.stream().filter(name -> !isOutput(wired, name)).toList())
        .isSubsetOf(made);
  }

  private static boolean isOutput(GraphProto wired, String name) {
    return wired.getOutput(0).getName().equals(name);
  }

  private static GraphProto graph(Architecture architecture, Graph kind) {
    WeightLayout layout = new WeightLayout(architecture.tensors());
    return EncoderGraph.build(architecture, kind, layout.offsets(), "weights.bin").getGraph();
  }

  private static TypeProto.Tensor type(ValueInfoProto value) {
    return value.getType().getTensorType();
  }

  /** Names of dynamic dimensions, sizes of fixed ones. */
  private static List<String> dimensions(ValueInfoProto value) {
    return type(value).getShape().getDimList().stream()
        .map(
            dimension ->
                dimension.hasDimParam()
                    ? dimension.getDimParam()
                    : Long.toString(dimension.getDimValue()))
        .toList();
  }
}
