package distilbench.reference;

import distilbench.corpus.Call;
import distilbench.corpus.NumberedText;
import distilbench.inference.WrongAnswerException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares every answer with the reference. */
public final class AnswerCheck {
  /**
   * How far a float32 logit may be from the reference: kernels that add in another order, for
   * another batch shape or weight layout, differ in the last bits only, below 1e-5 here.
   */
  public static final float TOLERANCE = 1e-4f;

  private final Map<Integer, float[]> expected = new HashMap<>();

  /**
   * @param reference what will be classified
   */
  public AnswerCheck(ReferenceSet reference) {
    reference.entries().forEach(entry -> expected.put(entry.number(), entry.logits()));
  }

  /**
   * Checks the answers to one call.
   *
   * @param logits what the classifier said, [texts][2]
   * @throws WrongAnswerException for the first text whose answer is missing, not finite, or off by
   *     more than {@link #TOLERANCE}
   */
  public void check(Call call, float[][] logits) {
    List<NumberedText> texts = call.numbered();
    if (logits.length != texts.size()) {
      throw new WrongAnswerException(
          String.format(
              "%d answers to a call of %d texts that begins with text %d",
              logits.length, texts.size(), texts.get(0).number()));
    }
    for (int i = 0; i < logits.length; i++) {
      float[] wanted = expected.get(texts.get(i).number());
      if (!matches(wanted, logits[i])) {
        throw new WrongAnswerException(
            String.format(
                "text %d: expected logits %s, found %s, tolerance %s",
                texts.get(i).number(),
                Arrays.toString(wanted),
                Arrays.toString(logits[i]),
                TOLERANCE));
      }
    }
  }

  private static boolean matches(float[] wanted, float[] found) {
    if (found == null || found.length != wanted.length) {
      return false;
    }
    for (int i = 0; i < wanted.length; i++) {
      // Written so that NaN does not match.
      if (!(Math.abs(wanted[i] - found[i]) <= TOLERANCE)) {
        return false;
      }
    }
    return true;
  }
}
