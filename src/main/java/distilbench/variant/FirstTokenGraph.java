package distilbench.variant;

import ai.onnx.proto.OnnxMl.ModelProto;
import distilbench.model.Graph;
import distilbench.model.ModelDescription;
import distilbench.model.ModelFolder;
import distilbench.model.ModelSignature;
import distilbench.model.Pooling;
import distilbench.model.graph.Architecture;
import distilbench.model.graph.EncoderGraph;
import distilbench.model.graph.WiredGraph;
import java.io.IOException;

/** Wires a model's weights into CLS_ONLY. */
final class FirstTokenGraph {
  private static final String VARIANT = "graph=" + Graph.CLS_ONLY;

  private FirstTokenGraph() {}

  /**
   * The graph over the model's own weights.
   *
   * @throws ImpossibleVariantException if the model was not wired here, or is read from other
   *     tokens than the first
   */
  static RewrittenGraph of(ModelFolder base) throws IOException {
    ModelDescription description = base.description();
    Pooling pooling = description.signature().pooling();
    if (pooling != Pooling.NONE && pooling != Pooling.CLS) {
      throw new ImpossibleVariantException(
          base, VARIANT, "its embeddings are made of all tokens (pooling " + pooling + ")");
    }
    int padId = Math.toIntExact(description.texts().padId());
    WiredGraph wired =
        WiredGraph.read(base.graph(), padId)
            .orElseThrow(
                () ->
                    new ImpossibleVariantException(
                        base, VARIANT, "it was given as a graph, which is run as it is"));
    Architecture architecture = wired.architecture();
    ModelProto graph =
        EncoderGraph.build(architecture, Graph.CLS_ONLY, wired.offsets(), ModelFolder.WEIGHTS);
    return new RewrittenGraph(
        graph,
        description.inGraph(
            signature(architecture, description.signature()),
            architecture.operationsOfFirstToken()));
  }

  private static ModelSignature signature(Architecture architecture, ModelSignature standard) {
    return architecture.isClassifier()
        ? standard
        : new ModelSignature(
            standard.inputs(),
            EncoderGraph.FIRST_HIDDEN_STATE,
            Pooling.NONE,
            standard.normalized(),
            standard.width());
  }
}
