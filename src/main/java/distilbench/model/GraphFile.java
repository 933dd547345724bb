package distilbench.model;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What an ONNX file of a DistilBERT classifier says of its sizes: the shapes of its weights, by
 * their names in PyTorch's {@code DistilBertForSequenceClassification}, with matrices [in, out].
 */
final class GraphFile {
  private static final Pattern LAYER =
      Pattern.compile("distilbert\\.transformer\\.layer\\.(\\d+)\\..*");

  /** The shape into which hidden states are split: 0, 0, heads, width of a head. */
  private static final String HEADS = "split_heads";

  private static final int HEADS_INDEX = 2;

  private final Map<String, TensorProto> weights = new HashMap<>();

  private GraphFile(ModelProto model) {
    model.getGraph().getInitializerList().forEach(tensor -> weights.put(tensor.getName(), tensor));
  }

  static GraphFile read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new GraphFile(ModelProto.parseFrom(in));
    }
  }

  /**
   * What does not fit.
   *
   * @param files that the graph may read
   */
  Optional<String> problemWith(Geometry geometry, Set<String> files) {
    Set<String> layers = new TreeSet<>();
    for (TensorProto tensor : weights.values()) {
      Matcher layer = LAYER.matcher(tensor.getName());
      if (layer.matches()) {
        layers.add(layer.group(1));
      }
      for (StringStringEntryProto entry : tensor.getExternalDataList()) {
        if (entry.getKey().equals("location") && !files.contains(entry.getValue())) {
          return Optional.of("the graph reads " + entry.getValue() + ", which is not listed");
        }
      }
    }
    String words = "distilbert.embeddings.word_embeddings.weight";
    String inner = "distilbert.transformer.layer.0.ffn.lin1.weight";
    String positions = "distilbert.embeddings.position_embeddings.weight";
    return differs("layers", geometry.layers(), layers.size())
        .or(() -> differs("vocabulary", geometry.vocabulary(), size(words, 0)))
        .or(() -> differs("hidden", geometry.hidden(), size(words, 1)))
        .or(() -> differs("positions", geometry.positions(), size(positions, 0)))
        .or(() -> differs("ffn", geometry.ffn(), size(inner, 1)))
        .or(() -> differs("heads", geometry.heads(), heads()));
  }

  private static Optional<String> differs(String size, int stated, long found) {
    return stated == found
        ? Optional.empty()
        : Optional.of(String.format("it says %s %d, the graph has %d", size, stated, found));
  }

  /** One of a weight's dimensions; 0 if there is none. */
  private long size(String name, int dimension) {
    TensorProto tensor = weights.get(name);
    return tensor == null || tensor.getDimsCount() <= dimension ? 0 : tensor.getDims(dimension);
  }

  private long heads() {
    TensorProto shape = weights.get(HEADS);
    if (shape == null || shape.getRawData().size() < (HEADS_INDEX + 1) * Long.BYTES) {
      return 0;
    }
    ByteBuffer values = ByteBuffer.wrap(shape.getRawData().toByteArray());
    return values.order(ByteOrder.LITTLE_ENDIAN).getLong(HEADS_INDEX * Long.BYTES);
  }
}
