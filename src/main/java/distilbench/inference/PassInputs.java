package distilbench.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import distilbench.model.ModelSignature;
import distilbench.model.ModelSignature.Content;
import distilbench.model.ModelSignature.Input;
import distilbench.model.TextLimits;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The inputs of one forward pass at a time, in direct buffers that ONNX Runtime reads in place. */
final class PassInputs {
  private final ModelSignature signature;
  private final TextLimits limits;
  private final Map<String, ByteBuffer> buffers = new HashMap<>();

  PassInputs(ModelSignature signature, TextLimits limits) {
    this.signature = signature;
    this.limits = limits;
  }

  /**
   * Lays texts out row by row, padded to the longest.
   *
   * @param batch token ids of each text, at least one
   * @param width tokens of the longest
   */
  void fill(List<long[]> batch, int width) {
    for (Input input : signature.inputs()) {
      int bytes = batch.size() * width * (input.int32() ? Integer.BYTES : Long.BYTES);
      ByteBuffer buffer = buffers.get(input.name());
      if (buffer == null || buffer.capacity() < bytes) {
        buffer = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        buffers.put(input.name(), buffer);
      }
      buffer.clear();
      for (long[] ids : batch) {
        int start = start(ids, width);
        for (int column = 0; column < width; column++) {
          long number = number(input.content(), ids, column - start);
          if (input.int32()) {
            buffer.putInt((int) number);
          } else {
            buffer.putLong(number);
          }
        }
      }
      buffer.flip();
    }
  }

  /** The column of a text's first token. */
  int start(long[] ids, int width) {
    return limits.padLeft() ? width - ids.length : 0;
  }

  private long number(Content content, long[] ids, int place) {
    boolean padding = place < 0 || place >= ids.length;
    return switch (content) {
      case TOKEN_IDS -> padding ? limits.padId() : ids[place];
      case ATTENTION_MASK -> padding ? 0 : 1;
      case TOKEN_TYPES -> 0;
      case POSITIONS -> padding ? 0 : place;
    };
  }

  /**
   * What was filled in, as tensors that must be closed.
   *
   * @param shape texts and tokens
   */
  Map<String, OnnxTensor> tensors(long... shape) throws OrtException {
    OrtEnvironment runtime = OrtEnvironment.getEnvironment();
    Map<String, OnnxTensor> tensors = new HashMap<>();
    try {
      for (Input input : signature.inputs()) {
        ByteBuffer buffer = buffers.get(input.name());
        tensors.put(
            input.name(),
            input.int32()
                ? OnnxTensor.createTensor(runtime, buffer.asIntBuffer(), shape)
                : OnnxTensor.createTensor(runtime, buffer.asLongBuffer(), shape));
      }
      return tensors;
    } catch (OrtException e) {
      tensors.values().forEach(OnnxTensor::close);
      throw e;
    }
  }
}
