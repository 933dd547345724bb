package distilbench.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import distilbench.console.InvalidInputException;
import distilbench.model.ModelFolder;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Classifies in this process: tokenizer, batches, one ONNX Runtime session on the CPU. Calls may
 * come from several threads; each forward pass runs on the thread that asked for it, helped by the
 * session's own intra-op threads.
 */
public final class OnnxClassifier implements Classifier {
  private final TextTokenizer tokenizer;
  private final OrtSession session;
  private final int batchSize;
  private final int positions;

  /** Input buffers that no forward pass is using; there are never more than concurrent callers. */
  private final Queue<Inputs> idleInputs = new ConcurrentLinkedQueue<>();

  private OnnxClassifier(
      TextTokenizer tokenizer, OrtSession session, int batchSize, int positions) {
    this.tokenizer = tokenizer;
    this.session = session;
    this.batchSize = batchSize;
    this.positions = positions;
  }

  /**
   * Loads the tokenizer and the model. Prints one line if this process lacks part of the measured
   * environment.
   *
   * @param weights how the weights are held; packed ones must have been built
   * @throws InvalidInputException if ONNX Runtime or the tokenizer cannot be loaded, or refuse the
   *     model
   */
  public static OnnxClassifier open(ModelFolder model, Weights weights, SessionSettings settings) {
    TextTokenizer tokenizer = TextTokenizer.open(model);
    try {
      return new OnnxClassifier(
          tokenizer,
          OnnxSessions.ofModel(model, weights, settings),
          settings.batchSize(),
          model.geometry().positions());
    } catch (InvalidInputException e) {
      tokenizer.close();
      throw e;
    }
  }

  @Override
  public float[][] classify(List<String> texts) {
    List<float[]> logits = new ArrayList<>(texts.size());
    Inputs inputs = idleInputs.poll();
    if (inputs == null) {
      inputs = new Inputs(positions);
    }
    try {
      for (List<String> batch : Batches.cut(texts, batchSize)) {
        forward(batch.stream().map(tokenizer::encode).toList(), inputs, logits);
      }
    } catch (OrtException e) {
      throw new InferenceException("ONNX Runtime failed: " + e.getMessage(), e);
    } finally {
      idleInputs.add(inputs);
    }
    return logits.toArray(float[][]::new);
  }

  /** One forward pass over a padded batch; appends the logits of each text. */
  private void forward(List<long[]> batch, Inputs inputs, List<float[]> logits)
      throws OrtException {
    int width = batch.stream().mapToInt(ids -> ids.length).max().orElseThrow();
    long[] shape = {batch.size(), width};
    inputs.fill(batch, width);
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OnnxTensor ids = OnnxTensor.createTensor(environment, inputs.ids, shape);
        OnnxTensor mask = OnnxTensor.createTensor(environment, inputs.mask, shape);
        OrtSession.Result result = session.run(Map.of("input_ids", ids, "attention_mask", mask))) {
      FloatBuffer values = ((OnnxTensor) result.get(0)).getFloatBuffer();
      for (int text = 0; text < batch.size(); text++) {
        logits.add(new float[] {values.get(), values.get()});
      }
    }
  }

  /** Frees the session; no call may be under way. */
  @Override
  public void close() {
    try {
      session.close();
    } catch (OrtException e) {
      throw new InferenceException("cannot close the session: " + e.getMessage(), e);
    } finally {
      tokenizer.close();
    }
  }

  /** Direct buffers that ONNX Runtime reads in place. */
  private static final class Inputs {
    private LongBuffer ids;
    private LongBuffer mask;

    private Inputs(int capacity) {
      allocate(capacity);
    }

    private void allocate(int capacity) {
      ids = direct(capacity);
      mask = direct(capacity);
    }

    private static LongBuffer direct(int capacity) {
      return ByteBuffer.allocateDirect(capacity * Long.BYTES)
          .order(ByteOrder.nativeOrder())
          .asLongBuffer();
    }

    /** Lays the texts out row by row, padded on the right with [PAD] (0) and mask 0. */
    private void fill(List<long[]> batch, int width) {
      if (ids.capacity() < batch.size() * width) {
        allocate(batch.size() * width);
      }
      ids.clear();
      mask.clear();
      for (long[] text : batch) {
        ids.put(text);
        for (int column = 0; column < width; column++) {
          mask.put(column < text.length ? 1 : 0);
          if (column >= text.length) {
            ids.put(0);
          }
        }
      }
      ids.flip();
      mask.flip();
    }
  }
}
