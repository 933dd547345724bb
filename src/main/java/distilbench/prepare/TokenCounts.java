package distilbench.prepare;

import distilbench.reference.ReferenceSet;
import java.util.Arrays;
import java.util.List;

/**
 * How long texts are, in tokens with special ones. A percentile is the least length that at least
 * so many texts do not exceed (nearest rank).
 *
 * @param min shortest
 * @param p5 5th percentile
 * @param median 50th percentile
 * @param mean arithmetic mean
 * @param p95 95th percentile
 * @param max longest
 * @param sum all texts together
 * @param truncated how many texts are cut at the model's longest sequence
 */
public record TokenCounts(
    int min, int p5, int median, double mean, int p95, int max, long sum, int truncated) {

  /**
   * @param texts at least one
   */
  static TokenCounts of(List<ReferenceSet.Entry> texts) {
    int[] sorted = texts.stream().mapToInt(ReferenceSet.Entry::tokens).sorted().toArray();
    long sum = Arrays.stream(sorted).asLongStream().sum();
    return new TokenCounts(
        sorted[0],
        percentile(sorted, 5),
        percentile(sorted, 50),
        sum / (double) sorted.length,
        percentile(sorted, 95),
        sorted[sorted.length - 1],
        sum,
        (int) texts.stream().filter(ReferenceSet.Entry::truncated).count());
  }

  private static int percentile(int[] sorted, int percent) {
    int rank = (percent * sorted.length + 99) / 100;
    return sorted[rank - 1];
  }
}
