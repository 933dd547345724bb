package distilbench.reference;

import distilbench.corpus.Call;
import distilbench.inference.WrongAnswerException;
import distilbench.model.ModelDescription;
import distilbench.model.Task;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * What the model answers as it was prepared, to compare other precisions with. The difference of
 * two answers is the largest of their logits' differences, or 1 - cosine of two embeddings.
 */
public final class ExactAnswers {
  /**
   * How far answers may be from these on average, as a part of how far those to different texts are
   * from each other. What INT8 made over 250 texts of the built-in corpus, on x86-64 with VNNI and
   * ONNX Runtime 1.29, alone or in batches of 8:
   *
   * <table>
   * <caption>Mean differences, and those between texts</caption>
   * <tr><th>model</th><th>INT8</th><th>texts</th><th>part</th></tr>
   * <tr><td>all-MiniLM-L6-v2, trained, 1 - cosine</td><td>0.0077</td><td>0.57</td><td>1.3 %</td></tr>
   * <tr><td>built-in, logits</td><td>0.071</td><td>1.02</td><td>7.0 %</td></tr>
   * <tr><td>DistilBERT with the weights that transformers begins training with, logits</td>
   *     <td>0.088</td><td>0.57</td><td>15 %</td></tr>
   * </table>
   */
  static final double MOST_OF_TEXTS = 0.25;

  private final Map<Integer, float[]> exact = new HashMap<>();
  private final Task task;

  /** Mean difference of the answers to texts that follow each other; NaN of a single text. */
  private final double betweenTexts;

  /**
   * @param reference must have every text that is answered
   * @param model what answers
   */
  public ExactAnswers(ReferenceSet reference, ModelDescription model) {
    reference.entries().forEach(entry -> exact.put(entry.number(), entry.logits()));
    task = model.task();
    List<ReferenceSet.Entry> entries = reference.entries();
    betweenTexts =
        IntStream.range(1, entries.size())
            .mapToDouble(i -> difference(entries.get(i - 1).logits(), entries.get(i).logits()))
            .average()
            .orElse(Double.NaN);
  }

  private double difference(float[] wanted, float[] found) {
    return task == Task.EMBEDDING
        ? 1 - Vectors.cosine(wanted, found)
        : Vectors.distance(wanted, found);
  }

  /** Compares right answers to one call, [texts][width]. */
  public Closeness compare(Call call, float[][] answers) {
    double agreeing = task == Task.EMBEDDING ? Double.NaN : 0;
    double sum = 0;
    double largest = 0;
    for (int i = 0; i < answers.length; i++) {
      float[] wanted = exact.get(call.numbered().get(i).number());
      double difference = difference(wanted, answers[i]);
      agreeing += Vectors.largest(wanted) == Vectors.largest(answers[i]) ? 1 : 0;
      sum += difference;
      largest = Math.max(largest, difference);
    }
    return new Closeness(answers.length, agreeing, sum, largest);
  }

  /**
   * Refuses answers that are too far from these.
   *
   * @param meanDifference of them; NaN if there are none
   * @throws WrongAnswerException if it is more than {@link #MOST_OF_TEXTS}
   */
  public void requireClose(double meanDifference) {
    if (meanDifference > MOST_OF_TEXTS * betweenTexts) {
      throw new WrongAnswerException(
          String.format(
              Locale.ROOT,
              "answers are %.3g from float32's on average, more than %s of what those to different"
                  + " texts are from each other (%.3g): this precision does not suit the model",
              meanDifference,
              MOST_OF_TEXTS,
              betweenTexts));
    }
  }
}
