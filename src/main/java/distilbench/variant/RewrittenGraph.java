package distilbench.variant;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import distilbench.model.ModelDescription;
import distilbench.model.ModelFolder;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;

/**
 * A graph over the weights of a model, and what one must know to run it.
 *
 * @param model its large weights are in the file {@link ModelFolder#WEIGHTS}
 */
record RewrittenGraph(ModelProto model, ModelDescription description) {

  /** The model's own. */
  static RewrittenGraph own(ModelFolder base) throws IOException {
    try (InputStream in = Files.newInputStream(base.graph())) {
      return new RewrittenGraph(ModelProto.parseFrom(in), base.description());
    }
  }

  /** Another graph over the same weights, which does the same. */
  RewrittenGraph with(GraphProto other) {
    return new RewrittenGraph(model.toBuilder().setGraph(other).build(), description);
  }
}
