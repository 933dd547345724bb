package distilbench.variant;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.Optional;

/** Attributes of a graph's nodes. */
final class Attributes {
  private Attributes() {}

  /** That of a name; nothing if the node leaves it to ONNX's default. */
  static Optional<AttributeProto> find(NodeProto node, String name) {
    return node.getAttributeList().stream()
        .filter(attribute -> attribute.getName().equals(name))
        .findFirst();
  }
}
