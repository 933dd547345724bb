package distilbench.model.safetensors;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import distilbench.model.TinyModel;
import distilbench.model.graph.Tensor;
import distilbench.model.graph.Tensor.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is written is what the format's description says, and can be read. */
class SafetensorsWriterTest {
  private static final List<Tensor> TENSORS =
      List.of(
          new Tensor("table", Kind.TABLE, List.of(3, 2)),
          new Tensor("matrix", Kind.MATRIX, List.of(2, 5)),
          new Tensor("bias", Kind.BIAS, List.of(5)));

  @TempDir Path temp;

  @Test
  void theHeaderSaysTypeShapeAndPlaceAndEndsAligned() throws IOException {
    ByteBuffer file = ByteBuffer.wrap(written()).order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[Math.toIntExact(file.getLong())];
    file.get(header);

    JsonNode json = new ObjectMapper().readTree(header);

    assertThat((Long.BYTES + header.length) % 8).isZero();
    assertThat(header[0]).isEqualTo((byte) '{');
    assertThat(json.path("__metadata__").path("format").asText()).isEqualTo("pt");
    assertThat(json.path("matrix").toString())
        .isEqualTo("{\"dtype\":\"F32\",\"shape\":[5,2],\"data_offsets\":[24,64]}");
    assertThat(file.remaining()).isEqualTo(4 * (6 + 10 + 5));
  }

  @Test
  void itIsReadBack() throws IOException {
    Files.write(temp.resolve("model.safetensors"), written());
    List<Float> values = new ArrayList<>();

    Checkpoint found = Checkpoint.open(temp);
    new TensorReader().read(found.tensors().get("bias"), values::add);

    assertThat(found.tensors().keySet()).containsExactly("table", "matrix", "bias");
    assertThat(values).containsExactly(0f, 1f, 2f, 3f, 4f);
  }

  private static byte[] written() throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafetensorsWriter.write(
        out,
        TENSORS,
        (sink, tensor) -> {
          for (int i = 0; i < tensor.elements(); i++) {
            sink.put(i);
          }
        },
        "writing",
        TinyModel.NOWHERE);
    return out.toByteArray();
  }
}
