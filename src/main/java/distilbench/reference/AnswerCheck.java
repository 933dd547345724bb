package distilbench.reference;

import distilbench.corpus.Call;
import distilbench.corpus.NumberedText;
import distilbench.inference.WrongAnswerException;
import distilbench.model.ModelDescription;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Compares every answer with the reference, as exactly as its {@link Tolerance} says. */
public final class AnswerCheck {
  /** Numbers of an answer that a message shows. */
  private static final int SHOWN = 6;

  private final Map<Integer, float[]> expected = new HashMap<>();
  private final Tolerance tolerance;

  /**
   * @param reference what will be classified
   * @param model what answers
   */
  public AnswerCheck(ReferenceSet reference, ModelDescription model) {
    reference.entries().forEach(entry -> expected.put(entry.number(), entry.logits()));
    tolerance = Tolerance.of(model, reference);
  }

  /**
   * Checks the answers to one call.
   *
   * @param answers what the model said, [texts][width]
   * @throws WrongAnswerException for the first text whose answer is missing, not finite, or further
   *     off than is allowed
   */
  public void check(Call call, float[][] answers) {
    List<NumberedText> texts = call.numbered();
    if (answers.length != texts.size()) {
      throw new WrongAnswerException(
          String.format(
              "%d answers to a call of %d texts that begins with text %d",
              answers.length, texts.size(), texts.get(0).number()));
    }
    for (int i = 0; i < answers.length; i++) {
      float[] wanted = expected.get(texts.get(i).number());
      float[] found = answers[i];
      if (found == null || found.length != wanted.length || !tolerance.allows(wanted, found)) {
        throw new WrongAnswerException(
            String.format(
                "text %d: expected %s, found %s, %s",
                texts.get(i).number(), shown(wanted), shown(found), tolerance));
      }
    }
  }

  private static String shown(float[] answer) {
    if (answer == null || answer.length <= SHOWN) {
      return Arrays.toString(answer);
    }
    String begin = Arrays.toString(Arrays.copyOf(answer, SHOWN));
    return begin.replace("]", ", ... " + answer.length + " numbers]");
  }
}
