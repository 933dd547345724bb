package distilbench.model;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import java.util.stream.Stream;

/** The graphs that operators run by themselves: branches of If, bodies of Loop and Scan. */
public final class Subgraphs {
  private Subgraphs() {}

  /** Those of a node; not those in them. */
  public static Stream<GraphProto> of(NodeProto node) {
    return node.getAttributeList().stream().flatMap(Subgraphs::of);
  }

  private static Stream<GraphProto> of(AttributeProto attribute) {
    Stream<GraphProto> several = attribute.getGraphsList().stream();
    return attribute.hasG() ? Stream.concat(Stream.of(attribute.getG()), several) : several;
  }
}
