package distilbench.reference;

import distilbench.model.ModelDescription;
import distilbench.model.Task;
import java.util.Locale;

/**
 * How far an answer may be from the reference. The same model answers a text otherwise when kernels
 * add in another order: for another batch, another number of threads, or weights that are packed or
 * not. What is allowed follows from what that was seen to make, over texts of the built-in corpus
 * on x86-64 with AVX-512, ONNX Runtime 1.29: the reference (private weights, one thread, one text)
 * against private, mapped and packed weights, one and two threads, 1, 2, 8 and 32 texts a batch.
 * How many texts that were stands in brackets.
 *
 * <p><b>float32.</b> Only mapped weights made a difference at all.
 *
 * <table>
 * <caption>Largest differences, and the smallest between the answers to different texts</caption>
 * <tr><th>model</th><th>seen</th><th>allowed</th><th>different texts</th></tr>
 * <tr><td>built-in (100), logits up to 2.7</td><td>3.4e-6</td><td>1e-4</td><td>9.7e-3</td></tr>
 * <tr><td>all-MiniLM-L6-v2 (250), numbers / norm</td><td>1.5e-7</td><td>1e-5</td><td>0.075</td></tr>
 * <tr><td>the same, 1 - cosine</td><td>3.1e-13</td><td>1e-8</td><td>0.10</td></tr>
 * <tr><td>built-in (40), hidden states pooled by CLS, mean or maximum: numbers / norm</td>
 *     <td>1.2e-7</td><td>1e-5</td><td>0.058</td></tr>
 * <tr><td>the same, 1 - cosine</td><td>2.9e-13</td><td>1e-8</td><td>0.14</td></tr>
 * </table>
 *
 * <p>Differences of logits do not get smaller with a text's own logits, but they grow with the
 * model's: scaling the last weights scales both. So logits may differ by 1e-5 of the largest in the
 * reference where that is more than 1e-4, beyond logits of 10: seen was 1.3e-6 of it.
 *
 * <p><b>Quantized.</b> Integers are scaled by what is in the batch, and the smallest change rounds
 * some of them otherwise, which changes what comes after them. One text a batch was answered alike
 * in every way that was tried here. But moving the float32 parameters by one unit in the last place
 * moved answers as much as other texts in the batch do, 8 of them as much as 2 or 32, and both as
 * much as quantization itself moves them: so one bound for all batches. float16 is rounded so after
 * every operator; there, seen was 9e-3 of the largest logit (16).
 *
 * <table>
 * <caption>Largest differences of quantized models, and the smallest between different texts</caption>
 * <tr><th>model</th><th>seen</th><th>allowed</th><th>different texts</th></tr>
 * <tr><td>all-MiniLM-L6-v2 (1000), 1 - cosine</td><td>0.020</td><td>0.03</td><td>0.105</td></tr>
 * <tr><td>e5-small-v2 (1000), 1 - cosine</td><td>0.0044</td><td>0.03</td><td>0.049</td></tr>
 * <tr><td>all-MiniLM-L6-v2, numbers / norm</td><td>0.040</td><td>0.06</td><td>0.080</td></tr>
 * <tr><td>e5-small-v2, numbers / norm</td><td>0.021</td><td>0.06</td><td>0.049</td></tr>
 * <tr><td>built-in in INT8 (250), logits / largest</td><td>0.045</td><td>0.1</td>
 *     <td>0.1 or more in 94 % of the pairs</td></tr>
 * </table>
 *
 * <p>So the embeddings of two different texts are told apart by their cosine, with a factor of 1.6
 * to 3.5 between the bound and the nearest two of 1000 texts. Logits of two texts may happen to be
 * alike in any classifier. A mix-up of one text for another is noticed in 94 of 100 cases, one
 * within a call of 8 texts practically always.
 */
public sealed interface Tolerance {
  /** Of float32 logits. */
  double LOGIT = 1e-4;

  /** Of float32 logits, as a part of the largest. */
  double LOGIT_SHARE = 1e-5;

  /** The same of quantized models. */
  double COARSE_LOGIT_SHARE = 0.1;

  /** Of an embedding in float32. */
  Embedding EMBEDDING = new Embedding(1e-5, 1e-8);

  /** The same of quantized models. */
  Embedding COARSE_EMBEDDING = new Embedding(0.06, 0.03);

  /**
   * What is allowed for a model.
   *
   * @param reference what it is compared with
   */
  static Tolerance of(ModelDescription model, ReferenceSet reference) {
    if (model.task() == Task.EMBEDDING) {
      return model.quantized() ? COARSE_EMBEDDING : EMBEDDING;
    }
    double largest = 0;
    for (ReferenceSet.Entry entry : reference.entries()) {
      for (float logit : entry.logits()) {
        largest = Math.max(largest, Math.abs(logit));
      }
    }
    double share = model.quantized() ? COARSE_LOGIT_SHARE : LOGIT_SHARE;
    return new Logits(Math.max(LOGIT, share * largest));
  }

  /**
   * Whether an answer is right.
   *
   * @param found as many numbers as {@code wanted}; what is not finite is never right
   */
  boolean allows(float[] wanted, float[] found);

  /**
   * Each logit may differ by so much.
   *
   * @param most at least 0
   */
  record Logits(double most) implements Tolerance {
    @Override
    public boolean allows(float[] wanted, float[] found) {
      return Vectors.distance(wanted, found) <= most;
    }

    @Override
    public String toString() {
      return String.format(Locale.ROOT, "tolerance %.1e", most);
    }
  }

  /**
   * Each number may differ by a part of the vector's norm, and the vector's direction too.
   *
   * @param share of the Euclidean norm
   * @param turn from the cosine 1 of equal directions
   */
  record Embedding(double share, double turn) implements Tolerance {
    @Override
    public boolean allows(float[] wanted, float[] found) {
      double wantedSquares = Vectors.product(wanted, wanted);
      double foundSquares = Vectors.product(found, found);
      // Without a division, so that vectors of zeros are equal; and so that NaN is not.
      return Vectors.product(wanted, found) >= (1 - turn) * Math.sqrt(wantedSquares * foundSquares)
          && Vectors.distance(wanted, found) <= share * Math.sqrt(wantedSquares);
    }

    @Override
    public String toString() {
      return String.format(
          Locale.ROOT, "tolerance %.1e of the norm, %.1e of the cosine", share, turn);
    }
  }
}
