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
 * What an ONNX file says of itself: inputs, outputs, files with weights and, of a DistilBERT
 * classifier, the shapes of its weights, by their names in PyTorch's {@code
 * DistilBertForSequenceClassification}, with matrices [in, out].
 */
final class GraphFile {
  private static final Pattern LAYER =
      Pattern.compile("distilbert\\.transformer\\.layer\\.(\\d+)\\..*");

  /** The shape into which hidden states are split: 0, 0, heads, width of a head. */
  private static final String HEADS = "split_heads";

  private static final int HEADS_INDEX = 2;

  private final Map<String, TensorProto> weights = new HashMap<>();
  private final Set<String> inputs = new TreeSet<>();
  private final Set<String> outputs = new TreeSet<>();

  private GraphFile(ModelProto model) {
    model.getGraph().getInputList().forEach(input -> inputs.add(input.getName()));
    model.getGraph().getOutputList().forEach(output -> outputs.add(output.getName()));
    model.getGraph().getInitializerList().forEach(tensor -> weights.put(tensor.getName(), tensor));
  }

  static GraphFile read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new GraphFile(ModelProto.parseFrom(in));
    }
  }

  /**
   * What does not fit of what is true of any model.
   *
   * @param files that the graph may read
   */
  Optional<String> problemWith(ModelDescription description, Set<String> files) {
    for (TensorProto tensor : weights.values()) {
      for (StringStringEntryProto entry : tensor.getExternalDataList()) {
        if (entry.getKey().equals("location") && !files.contains(entry.getValue())) {
          return Optional.of("the graph reads " + entry.getValue() + ", which is not listed");
        }
      }
    }
    ModelSignature signature = description.signature();
    Set<String> missing = new TreeSet<>(inputs);
    missing.removeAll(weights.keySet());
    Set<String> fed = new TreeSet<>();
    signature.inputs().forEach(input -> fed.add(input.name()));
    if (!fed.equals(missing)) {
      return Optional.of(String.format("it feeds %s, the graph wants %s", fed, missing));
    }
    return outputs.contains(signature.output())
        ? Optional.empty()
        : Optional.of("the graph has no output " + signature.output());
  }

  /** In which of its sizes a DistilBERT classifier does not fit. */
  Optional<String> problemWith(Geometry geometry) {
    Set<String> layers = new TreeSet<>();
    for (String name : weights.keySet()) {
      Matcher layer = LAYER.matcher(name);
      if (layer.matches()) {
        layers.add(layer.group(1));
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
