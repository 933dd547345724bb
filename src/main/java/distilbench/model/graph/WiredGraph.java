package distilbench.model.graph;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import distilbench.model.Geometry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteOrder;
import java.nio.LongBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Reads back from a file which architecture {@link EncoderGraph} has wired, and where its weights
 * lie.
 *
 * @param architecture of the graph
 * @param offsets of all its tensors in the weights file, in bytes
 */
public record WiredGraph(Architecture architecture, Map<Tensor, Long> offsets) {

  /**
   * Reads it; nothing if the graph was not wired here.
   *
   * @param padId the padding token's id, if the graph does not depend on it
   */
  public static Optional<WiredGraph> read(Path file, int padId) throws IOException {
    ModelProto model;
    try (InputStream in = Files.newInputStream(file)) {
      model = ModelProto.parseFrom(in);
    }
    return model.getProducerName().equals(GraphBuilder.PRODUCER)
        ? Family.ofModelType(model.getGraph().getName())
            .flatMap(family -> new Reader(model.getGraph(), family).read(padId))
        : Optional.empty();
  }

  private static final class Reader {
    private final GraphProto graph;
    private final Family family;
    private final boolean classifier;
    private final String prefix;
    private final Map<String, TensorProto> constants = new HashMap<>();

    Reader(GraphProto graph, Family family) {
      this.graph = graph;
      this.family = family;
      this.classifier =
          graph.getOutputList().stream()
              .anyMatch(output -> output.getName().equals(EncoderGraph.LOGITS));
      this.prefix = classifier ? family.prefix() : "";
      graph.getInitializerList().forEach(tensor -> constants.put(tensor.getName(), tensor));
    }

    Optional<WiredGraph> read(int padId) {
      return geometry()
          .map(
              geometry ->
                  new Architecture(
                      family,
                      geometry,
                      size(prefix + "embeddings.token_type_embeddings.weight", 0),
                      activation(),
                      epsilon(),
                      integer("pad_id", 0).orElse(padId),
                      classifier ? size(family.classifierWeight(), 1) : 0))
          .flatMap(this::withOffsets);
    }

    private Optional<Geometry> geometry() {
      String layers = prefix + family.block().layers();
      String inner = "." + family.block().inner() + ".weight";
      String words = prefix + "embeddings.word_embeddings.weight";
      int heads = integer(EncoderGraph.SPLIT_HEADS, 2).orElse(0);
      int hidden = size(words, 1);
      int[] sizes = {
        (int)
            IntStream.iterate(0, i -> i + 1)
                .takeWhile(i -> constants.containsKey(layers + i + inner))
                .count(),
        hidden,
        heads,
        size(layers + 0 + inner, 1),
        size(words, 0),
        size(prefix + "embeddings.position_embeddings.weight", 0)
      };
      return IntStream.of(sizes).allMatch(size -> size > 0) && hidden % heads == 0
          ? Optional.of(new Geometry(sizes[0], sizes[1], sizes[2], sizes[3], sizes[4], sizes[5]))
          : Optional.empty();
    }

    private Optional<WiredGraph> withOffsets(Architecture architecture) {
      Map<Tensor, Long> offsets = new LinkedHashMap<>();
      for (Tensor tensor : architecture.tensors()) {
        TensorProto found = constants.get(tensor.name());
        Optional<Long> offset = found == null ? Optional.empty() : offset(found);
        List<Long> shape = tensor.shape().stream().map(Integer::longValue).toList();
        if (offset.isEmpty() || !found.getDimsList().equals(shape)) {
          return Optional.empty();
        }
        offsets.put(tensor, offset.get());
      }
      return Optional.of(new WiredGraph(architecture, offsets));
    }

    private static Optional<Long> offset(TensorProto tensor) {
      return tensor.getExternalDataList().stream()
          .filter(entry -> entry.getKey().equals("offset"))
          .map(StringStringEntryProto::getValue)
          .map(Long::valueOf)
          .findFirst();
    }

    private Activation activation() {
      if (nodes("Erf").findAny().isPresent()) {
        return Activation.GELU;
      }
      return nodes("Pow").findAny().isPresent() ? Activation.GELU_TANH : Activation.RELU;
    }

    private float epsilon() {
      return nodes("LayerNormalization")
          .flatMap(node -> node.getAttributeList().stream())
          .filter(attribute -> attribute.getName().equals("epsilon"))
          .map(AttributeProto::getF)
          .findFirst()
          .orElse(Float.NaN);
    }

    private Stream<NodeProto> nodes(String operator) {
      return graph.getNodeList().stream().filter(node -> node.getOpType().equals(operator));
    }

    /** One of a tensor's dimensions; 0 if there is none. */
    private int size(String name, int dimension) {
      TensorProto tensor = constants.get(name);
      return tensor == null || tensor.getDimsCount() <= dimension
          ? 0
          : Math.toIntExact(tensor.getDims(dimension));
    }

    /** A value of a constant of integers. */
    private Optional<Integer> integer(String name, int index) {
      TensorProto tensor = constants.get(name);
      if (tensor == null) {
        return Optional.empty();
      }
      LongBuffer values =
          tensor.getRawData().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).asLongBuffer();
      return values.limit() > index
          ? Optional.of(Math.toIntExact(values.get(index)))
          : Optional.empty();
    }
  }
}
