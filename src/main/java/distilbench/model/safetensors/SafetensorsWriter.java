package distilbench.model.safetensors;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.console.Progress;
import distilbench.model.graph.FloatOutput;
import distilbench.model.graph.Tensor;
import distilbench.model.graph.WeightsFile;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;

/** Writes a safetensors file of float32 tensors, in the shapes that PyTorch has. */
public final class SafetensorsWriter {
  /** Of the header, so that the tensors are aligned too. */
  private static final int ALIGNMENT = 8;

  private SafetensorsWriter() {}

  /**
   * Writes it. None of the tensors is held in memory.
   *
   * @param values of each tensor in the order of PyTorch: matrices [out, in]
   * @param task what is being done, for progress
   */
  public static void write(
      OutputStream out,
      List<Tensor> tensors,
      WeightsFile.Values values,
      String task,
      PrintStream log)
      throws IOException {
    byte[] header = header(tensors);
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(header.length).array());
    out.write(header);
    long bytes = tensors.stream().mapToLong(Tensor::bytes).sum();
    Progress progress = new Progress(log, task, FloatOutput.pieces(bytes), "MiB");
    FloatOutput floats = new FloatOutput(out, progress);
    for (Tensor tensor : tensors) {
      values.writeTo(floats, tensor);
    }
    floats.flush();
    progress.finish();
  }

  private static byte[] header(List<Tensor> tensors) throws IOException {
    ObjectNode json = new ObjectMapper().createObjectNode();
    // Says whose names and shapes these are; transformers refuses files that do not.
    json.putObject("__metadata__").put("format", "pt");
    long end = 0;
    for (Tensor tensor : tensors) {
      ObjectNode entry = json.putObject(tensor.name());
      entry.put("dtype", ElementType.F32.name());
      tensor.torchShape().forEach(entry.putArray("shape")::add);
      entry.putArray("data_offsets").add(end).add(end + tensor.bytes());
      end += tensor.bytes();
    }
    byte[] text = new ObjectMapper().writeValueAsBytes(json);
    int length = (text.length + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    byte[] padded = Arrays.copyOf(text, length);
    Arrays.fill(padded, text.length, length, (byte) ' ');
    return padded;
  }
}
