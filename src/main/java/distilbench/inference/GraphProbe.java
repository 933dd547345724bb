package distilbench.inference;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import distilbench.console.InvalidInputException;
import distilbench.console.TerminalText;
import distilbench.model.ModelSignature;
import distilbench.model.Operations;
import distilbench.model.Pooling;
import distilbench.model.TextLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What running a graph shows that it need not declare.
 *
 * @param width numbers in a row of its output
 * @param operations of a pass; {@link Operations#UNKNOWN} if it holds products that nobody can
 *     count
 */
public record GraphProbe(int width, Operations operations) {
  /** What longer texts take grows with the square of their length. */
  private static final int MOST_TRIED = 512;

  private static final TextLimits ANY_TEXT = new TextLimits(Integer.MAX_VALUE, 0, false);

  /**
   * Runs a graph over texts of a few lengths.
   *
   * @param graph a graph whose weights are in place
   * @param source what it was made from, for messages
   * @param signature how it is fed and read; its width does not matter
   * @param largestId of the tokens that it must know
   * @param maxTokens of the texts that it must take
   * @param scratch a folder for a file that is deleted again
   * @throws InvalidInputException if it does not run, or gives something else than it should
   */
  public static GraphProbe run(
      Path graph,
      Path source,
      ModelSignature signature,
      long largestId,
      int maxTokens,
      Path scratch)
      throws IOException {
    try (OrtSession session = session(graph, Optional.of(scratch.resolve("profile")))) {
      int width = 0;
      for (int length : ProductCount.LENGTHS) {
        width = width(run(session, signature, new long[length]), signature, length, source);
      }
      requireKnown(session, signature, largestId, source);
      if (maxTokens <= MOST_TRIED) {
        requireTaken(session, signature, maxTokens, source);
      }
      Path profile = Path.of(session.endProfiling());
      try {
        return new GraphProbe(width, ProductCount.operations(profile));
      } finally {
        Files.delete(profile);
      }
    } catch (OrtException e) {
      throw OnnxSessions.refusal(source, e);
    }
  }

  /**
   * Not optimized, so that all products are recorded as they are. ONNX Runtime 1.29 cannot load
   * every float16 graph so: a conversion of float16 to itself confuses it.
   */
  private static OrtSession session(Path graph, Optional<Path> profile) throws OrtException {
    try {
      return OnnxSessions.ofGivenGraph(graph, false, profile);
    } catch (OrtException e) {
      return OnnxSessions.ofGivenGraph(graph, true, profile);
    }
  }

  /** Returns the shape of the output. */
  private static long[] run(OrtSession session, ModelSignature signature, long[] ids)
      throws OrtException {
    PassInputs inputs = new PassInputs(signature, ANY_TEXT);
    inputs.fill(List.of(ids), ids.length);
    Map<String, OnnxTensor> tensors = inputs.tensors(1, ids.length);
    try (OrtSession.Result result = session.run(tensors, Set.of(signature.output()))) {
      return ((TensorInfo) result.get(0).getInfo()).getShape();
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private static int width(long[] shape, ModelSignature signature, int length, Path source) {
    long width = shape.length == 0 ? 0 : shape[shape.length - 1];
    long[] wanted =
        signature.pooling() == Pooling.NONE ? new long[] {1, width} : new long[] {1, length, width};
    if (width < 1 || !Arrays.equals(shape, wanted)) {
      throw new InvalidInputException(
          String.format(
              "%s: its output %s is of shape %s for one text of %d tokens; what can be read is"
                  + " [1, %snumbers]",
              source,
              TerminalText.oneLine(signature.output()),
              Arrays.toString(shape),
              length,
              signature.pooling() == Pooling.NONE ? "" : "tokens, "));
    }
    return (int) width;
  }

  /**
   * Whether it runs.
   *
   * @param advice what is wrong if it does not, and what to do
   */
  private static void requireRun(
      OrtSession session, ModelSignature signature, long[] ids, String advice) {
    try {
      run(session, signature, ids);
    } catch (OrtException e) {
      throw new InvalidInputException(advice, e);
    }
  }

  private static void requireTaken(
      OrtSession session, ModelSignature signature, int tokens, Path source) {
    requireRun(
        session,
        signature,
        new long[tokens],
        String.format(
            "%s fails on a text of %d tokens; say how many it takes, as max_position_embeddings in"
                + " config.json beside it",
            source, tokens));
  }

  private static void requireKnown(
      OrtSession session, ModelSignature signature, long largestId, Path source) {
    long[] ids = new long[ProductCount.LENGTHS.get(0)];
    Arrays.fill(ids, largestId);
    requireRun(
        session,
        signature,
        ids,
        String.format(
            "%s fails on token %d, which its tokenizer gives; put the model's own tokenizer beside"
                + " it",
            source, largestId));
  }
}
