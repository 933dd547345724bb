package distilbench.model;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What a graph is made of, bodies of If, Loop and Scan included.
 *
 * @param parameters numbers in its weights: in all initializers of one dimension or more, but those
 *     of types that hold shapes and indices. Scales of quantized weights are among them
 * @param operators how many there are of each type, the most frequent first; behind its domain if
 *     that is not ONNX's own
 */
public record GraphSummary(long parameters, Map<String, Long> operators) {
  private static final Set<Integer> NO_WEIGHTS =
      Set.of(
          DataType.INT32_VALUE,
          DataType.INT64_VALUE,
          DataType.UINT32_VALUE,
          DataType.UINT64_VALUE,
          DataType.BOOL_VALUE,
          DataType.STRING_VALUE);

  static GraphSummary read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      Counter counter = new Counter();
      counter.add(ModelProto.parseFrom(in).getGraph());
      Map<String, Long> sorted = new LinkedHashMap<>();
      counter.operators.entrySet().stream()
          .sorted(
              Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                  .thenComparing(Map.Entry.comparingByKey()))
          .forEach(type -> sorted.put(type.getKey(), type.getValue()));
      return new GraphSummary(counter.parameters, sorted);
    }
  }

  private static final class Counter {
    private final Map<String, Long> operators = new HashMap<>();
    private long parameters;

    private void add(GraphProto graph) {
      graph.getInitializerList().forEach(this::add);
      graph.getNodeList().forEach(this::add);
    }

    private void add(TensorProto tensor) {
      if (tensor.getDimsCount() > 0 && !NO_WEIGHTS.contains(tensor.getDataType())) {
        parameters += tensor.getDimsList().stream().reduce(1L, Math::multiplyExact);
      }
    }

    private void add(NodeProto node) {
      String domain = node.getDomain();
      boolean own = domain.isEmpty() || domain.equals("ai.onnx");
      operators.merge(own ? node.getOpType() : domain + "." + node.getOpType(), 1L, Long::sum);
      Subgraphs.of(node).forEach(this::add);
    }
  }
}
