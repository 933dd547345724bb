package distilbench.inference;

import java.util.ArrayList;
import java.util.List;

/** Cuts the texts of a call into forward passes. */
public final class Batches {
  private Batches() {}

  /** Consecutive parts of {@code size} items; the last one takes what is left. */
  static <T> List<List<T>> cut(List<T> items, int size) {
    List<List<T>> batches = new ArrayList<>();
    for (int from = 0; from < items.size(); from += size) {
      batches.add(items.subList(from, Math.min(from + size, items.size())));
    }
    return batches;
  }

  /**
   * Tokens that the model computes for one call, padding included: each batch is as wide as its
   * longest text.
   *
   * @param tokens token counts of the call's texts
   */
  public static long paddedTokens(List<Integer> tokens, int batchSize) {
    return cut(tokens, batchSize).stream()
        .mapToLong(batch -> (long) batch.size() * longest(batch))
        .sum();
  }

  private static int longest(List<Integer> batch) {
    return batch.stream().mapToInt(Integer::intValue).max().orElseThrow();
  }
}
