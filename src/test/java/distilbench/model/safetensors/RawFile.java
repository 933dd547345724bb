package distilbench.model.safetensors;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Puts a safetensors file together, right or wrong, straight from the format's description. */
public final class RawFile {
  private final Map<String, RawTensor> tensors = new LinkedHashMap<>();

  private record RawTensor(String type, List<Integer> shape, byte[] bytes) {}

  /** Adds a tensor of numbers in whatever type. */
  public RawFile add(String name, String type, List<Integer> shape, byte[] bytes) {
    tensors.put(name, new RawTensor(type, shape, bytes));
    return this;
  }

  /** Adds a tensor of float32 numbers. */
  public RawFile add(String name, List<Integer> shape, float... values) {
    ByteBuffer bytes =
        ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return add(name, "F32", shape, bytes.array());
  }

  /** The whole file. */
  public byte[] bytes() {
    List<String> entries = new ArrayList<>();
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    tensors.forEach(
        (name, tensor) -> {
          int begin = data.size();
          data.writeBytes(tensor.bytes());
          entries.add(entry(name, tensor.type(), tensor.shape().toString(), begin, data.size()));
        });
    return bytes("{" + String.join(",", entries) + "}", data.toByteArray());
  }

  /** What a header says of a tensor. */
  public static String entry(String name, String type, String shape, long begin, long end) {
    return String.format(
        "\"%s\":{\"dtype\":\"%s\",\"shape\":%s,\"data_offsets\":[%d,%d]}",
        name, type, shape, begin, end);
  }

  /** A file of any header. */
  public static byte[] bytes(String header, byte[] data) {
    byte[] text = header.getBytes(StandardCharsets.UTF_8);
    return ByteBuffer.allocate(Long.BYTES + text.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(text.length)
        .put(text)
        .put(data)
        .array();
  }
}
