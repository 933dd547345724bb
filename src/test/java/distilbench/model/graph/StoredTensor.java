package distilbench.model.graph;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import distilbench.model.ModelFolder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A weight tensor as any reader of ONNX finds it: by what {@code model.onnx} says, without the
 * project's own idea of the layout.
 *
 * @param file where the values are
 * @param offset of the first byte
 * @param length in bytes
 */
public record StoredTensor(String name, List<Long> shape, Path file, long offset, long length) {

  /** The graph of a model. */
  public static ModelProto graph(ModelFolder model) throws IOException {
    return ModelProto.parseFrom(Files.readAllBytes(model.graph()));
  }

  /** All tensors that the graph keeps outside of itself, in the graph's order, by name. */
  public static Map<String, StoredTensor> of(ModelFolder model) throws IOException {
    Map<String, StoredTensor> tensors = new LinkedHashMap<>();
    for (TensorProto tensor : graph(model).getGraph().getInitializerList()) {
      if (tensor.getDataLocation() == TensorProto.DataLocation.EXTERNAL) {
        tensors.put(tensor.getName(), of(tensor, model.directory()));
      }
    }
    return tensors;
  }

  private static StoredTensor of(TensorProto tensor, Path folder) {
    Map<String, String> place =
        tensor.getExternalDataList().stream()
            .collect(
                Collectors.toMap(StringStringEntryProto::getKey, StringStringEntryProto::getValue));
    return new StoredTensor(
        tensor.getName(),
        tensor.getDimsList(),
        folder.resolve(place.get("location")),
        Long.parseLong(place.get("offset")),
        Long.parseLong(place.get("length")));
  }

  /** One past the last byte. */
  public long end() {
    return offset + length;
  }

  /** Reads the values, which ONNX keeps in little-endian order. */
  public float[] values() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) length).order(ByteOrder.LITTLE_ENDIAN);
    try (FileChannel channel = FileChannel.open(file)) {
      while (bytes.hasRemaining() && channel.read(bytes, offset + bytes.position()) >= 0) {
        // A channel may give less than asked for.
      }
    }
    float[] values = new float[bytes.flip().remaining() / Float.BYTES];
    bytes.asFloatBuffer().get(values);
    return values;
  }
}
