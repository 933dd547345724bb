package distilbench.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import distilbench.console.InvalidInputException;
import distilbench.model.ModelDescription;
import distilbench.model.ModelFolder;
import distilbench.model.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Classifies in this process: tokenizer, batches, one ONNX Runtime session on the CPU. Calls may
 * come from several threads; each forward pass runs on the thread that asked for it, helped by the
 * session's own intra-op threads.
 */
public final class OnnxClassifier implements Classifier {
  private final TextTokenizer tokenizer;
  private final OrtSession session;
  private final BatchLimits limits;
  private final ModelDescription model;
  private final PassOutput output;

  /** Input buffers that no forward pass is using; there are never more than concurrent callers. */
  private final Queue<PassInputs> idleInputs = new ConcurrentLinkedQueue<>();

  private OnnxClassifier(
      TextTokenizer tokenizer, OrtSession session, BatchLimits limits, ModelDescription model) {
    this.tokenizer = tokenizer;
    this.session = session;
    this.limits = limits;
    this.model = model;
    this.output = new PassOutput(model.signature());
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
          settings.batches(),
          model.description());
    } catch (InvalidInputException e) {
      tokenizer.close();
      throw e;
    }
  }

  /**
   * Loads a model's tokenizer and, instead of its graph, the one that the model was made from. One
   * text a pass.
   *
   * @param original an ONNX file with the same inputs and outputs
   * @param optimized whether ONNX Runtime may optimize it
   * @throws InvalidInputException if ONNX Runtime refuses it
   */
  public static OnnxClassifier openOriginal(ModelFolder model, Path original, boolean optimized) {
    TextTokenizer tokenizer = TextTokenizer.open(model);
    try {
      return new OnnxClassifier(
          tokenizer,
          OnnxSessions.ofGivenGraph(original, optimized, Optional.empty()),
          BatchLimits.ofTexts(1),
          model.description());
    } catch (OrtException e) {
      tokenizer.close();
      throw OnnxSessions.refusal(original, e);
    }
  }

  @Override
  public float[][] classify(List<String> texts) {
    List<float[]> answers = new ArrayList<>(texts.size());
    PassInputs inputs = idleInputs.poll();
    if (inputs == null) {
      inputs = new PassInputs(model.signature(), model.texts());
    }
    try {
      List<long[]> tokenized = texts.stream().map(tokenizer::encode).toList();
      for (List<long[]> batch : Batches.cut(tokenized, ids -> ids.length, limits)) {
        answers.addAll(forward(batch, inputs));
      }
    } catch (OrtException e) {
      throw new InferenceException("ONNX Runtime failed: " + e.getMessage(), e);
    } finally {
      idleInputs.add(inputs);
    }
    return answers.toArray(float[][]::new);
  }

  /** One forward pass over a padded batch: the answer to each text. */
  private List<float[]> forward(List<long[]> batch, PassInputs inputs) throws OrtException {
    int[] lengths = batch.stream().mapToInt(ids -> ids.length).toArray();
    int width = Arrays.stream(lengths).max().orElseThrow();
    inputs.fill(batch, width);
    int[] starts = batch.stream().mapToInt(ids -> inputs.start(ids, width)).toArray();
    Map<String, OnnxTensor> tensors = inputs.tensors(batch.size(), width);
    try (OrtSession.Result result = session.run(tensors, Set.of(model.signature().output()))) {
      return output.answers(((OnnxTensor) result.get(0)).getFloatBuffer(), starts, lengths, width);
    } finally {
      tensors.values().forEach(OnnxTensor::close);
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
}
