package distilbench.model.graph;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl.ModelProto;
import distilbench.gemm.MatrixChain;
import distilbench.gemm.MatrixShape;
import distilbench.model.Geometry;
import distilbench.model.Graph;
import distilbench.model.Precision;
import distilbench.model.TinyModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A graph tells what it was wired from. */
class WiredGraphTest {
  @TempDir Path temp;

  static List<Architecture> architectures() {
    return Architectures.all();
  }

  @ParameterizedTest
  @MethodSource("architectures")
  void whatWasWiredIsReadBack(Architecture architecture) throws IOException {
    WeightLayout layout = new WeightLayout(architecture.tensors());
    ModelProto model =
        EncoderGraph.build(architecture, Graph.STANDARD, layout.offsets(), "weights.bin");

    assertThat(read(model)).contains(new WiredGraph(architecture, layout.offsets()));
  }

  @Test
  void aGeneratedModelIsDistilBert() throws IOException {
    assertThat(WiredGraph.read(TinyModel.folder().graph(), 0))
        .map(WiredGraph::architecture)
        .contains(Architecture.ofDistilBert(Geometry.TINY));
  }

  @Test
  void whatOthersMadeWasNotWired() throws IOException {
    ModelProto ours = StoredTensor.graph(TinyModel.folder());

    assertThat(read(ours.toBuilder().setProducerName("pytorch").build())).isEmpty();
  }

  @Test
  void aGraphOfOtherTensorsWasNotWired() throws IOException {
    ModelProto.Builder ours = StoredTensor.graph(TinyModel.folder()).toBuilder();
    ours.getGraphBuilder().getInitializerBuilder(0).setName("another");

    assertThat(read(ours.build())).isEmpty();
    assertThat(
            read(
                ModelProto.parseFrom(
                    MatrixChain.of(List.of(new MatrixShape(2, 2)), Precision.FP32).onnx())))
        .isEmpty();
  }

  private java.util.Optional<WiredGraph> read(ModelProto model) throws IOException {
    Path file = temp.resolve("model.onnx");
    Files.write(file, model.toByteArray());
    return WiredGraph.read(file, 3);
  }
}
