package distilbench.prepare;

import java.util.Arrays;

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
   * @param tokens length of each text, at least one
   * @param truncated how many of them were cut
   */
  static TokenCounts of(int[] tokens, int truncated) {
    int[] sorted = tokens.clone();
    Arrays.sort(sorted);
    long sum = Arrays.stream(sorted).asLongStream().sum();
    return new TokenCounts(
        sorted[0],
        percentile(sorted, 5),
        percentile(sorted, 50),
        sum / (double) sorted.length,
        percentile(sorted, 95),
        sorted[sorted.length - 1],
        sum,
        truncated);
  }

  private static int percentile(int[] sorted, int percent) {
    int rank = (percent * sorted.length + 99) / 100;
    return sorted[rank - 1];
  }
}
