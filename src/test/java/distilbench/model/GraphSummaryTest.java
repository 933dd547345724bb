package distilbench.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GraphSummaryTest {

  @Test
  void aClassifierHasTheParametersOfItsGeometry() {
    Geometry tiny = Geometry.TINY;
    long h = tiny.hidden();
    long embeddings = (tiny.vocabulary() + tiny.positions()) * h + 2 * h;
    long layer = 4 * (h * h + h) + 2 * h * tiny.ffn() + tiny.ffn() + h + 2 * (2 * h);
    long head = h * h + h + h * Geometry.LABELS + Geometry.LABELS;

    GraphSummary summary = TinyModel.folder().summary();

    assertThat(summary.parameters()).isEqualTo(embeddings + tiny.layers() * layer + head);
    assertThat(summary.operators()).containsEntry("Softmax", 2L).containsEntry("Erf", 2L);
    assertThat(List.copyOf(summary.operators().values()))
        .isSortedAccordingTo(Comparator.reverseOrder());
  }

  @Test
  void bodiesCountAndShapesAndScalarsDoNot(@TempDir Path temp) throws IOException {
    GraphProto body =
        GraphProto.newBuilder()
            .addNode(node("", "Add"))
            .addInitializer(tensor(DataType.FLOAT16_VALUE, 5))
            .build();
    NodeProto branch =
        node("", "If").toBuilder()
            .addAttribute(AttributeProto.newBuilder().setName("then_branch").setG(body))
            .addAttribute(AttributeProto.newBuilder().setName("else_branch").setG(body))
            .build();
    GraphProto.Builder graph =
        GraphProto.newBuilder()
            .addNode(branch)
            .addNode(node("ai.onnx", "Add"))
            .addNode(node("com.microsoft", "FusedGelu"))
            .addInitializer(tensor(DataType.FLOAT_VALUE, 7, 11))
            .addInitializer(tensor(DataType.INT8_VALUE, 3, 2))
            .addInitializer(tensor(DataType.FLOAT_VALUE))
            .addInitializer(tensor(DataType.INT64_VALUE, 4))
            .addInitializer(tensor(DataType.INT32_VALUE, 4));
    Path file = temp.resolve("model.onnx");
    Files.write(file, ModelProto.newBuilder().setGraph(graph).build().toByteArray());

    GraphSummary summary = GraphSummary.read(file);

    assertThat(summary.parameters()).isEqualTo(5 + 5 + 77 + 6);
    assertThat(summary.operators()).hasToString("{Add=3, If=1, com.microsoft.FusedGelu=1}");
  }

  private static NodeProto node(String domain, String type) {
    return NodeProto.newBuilder().setDomain(domain).setOpType(type).build();
  }

  private static TensorProto tensor(int type, long... sizes) {
    TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(type);
    for (long size : sizes) {
      tensor.addDims(size);
    }
    return tensor.build();
  }
}
