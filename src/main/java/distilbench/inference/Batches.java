package distilbench.inference;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToIntFunction;

/** Cuts the texts of a call into forward passes. */
public final class Batches {
  private Batches() {}

  /**
   * Consecutive parts, each as large as the limits allow; all texts in their order.
   *
   * @param length tokens of a text
   */
  static <T> List<List<T>> cut(List<T> texts, ToIntFunction<T> length, BatchLimits limits) {
    List<List<T>> batches = new ArrayList<>();
    int from = 0;
    int longest = 0;
    for (int i = 0; i < texts.size(); i++) {
      int tokens = length.applyAsInt(texts.get(i));
      if (i > from && !limits.allow(i - from + 1, Math.max(longest, tokens))) {
        batches.add(texts.subList(from, i));
        from = i;
        longest = 0;
      }
      longest = Math.max(longest, tokens);
    }
    if (from < texts.size()) {
      batches.add(texts.subList(from, texts.size()));
    }
    return batches;
  }

  /**
   * Tokens that the model computes for one call, padding included: each batch is as wide as its
   * longest text.
   *
   * @param tokens token counts of the call's texts
   */
  public static long paddedTokens(List<Integer> tokens, BatchLimits limits) {
    return cut(tokens, Integer::intValue, limits).stream()
        .mapToLong(batch -> (long) batch.size() * longest(batch))
        .sum();
  }

  private static int longest(List<Integer> batch) {
    return batch.stream().mapToInt(Integer::intValue).max().orElseThrow();
  }
}
