package distilbench.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A call is cut into forward passes in order, and padding is counted as the model computes it. */
class BatchesTest {
  private static final int SEEDS = 2000;

  private static List<List<Integer>> cut(List<Integer> tokens, BatchLimits limits) {
    return Batches.cut(tokens, Integer::intValue, limits);
  }

  @Test
  void cutsInOrderAndLeavesTheRestToTheLastBatch() {
    assertThat(cut(List.of(1, 2, 3, 4, 5), BatchLimits.ofTexts(2)))
        .containsExactly(List.of(1, 2), List.of(3, 4), List.of(5));
    assertThat(cut(List.of(1, 2), BatchLimits.ofTexts(2))).containsExactly(List.of(1, 2));
    assertThat(cut(List.of(1, 2), BatchLimits.ofTexts(1))).containsExactly(List.of(1), List.of(2));
    assertThat(cut(List.of(), BatchLimits.ofTexts(2))).isEmpty();
  }

  @Test
  void aCallSmallerThanABatchIsOneBatch() {
    assertThat(cut(List.of(1, 2, 3), new BatchLimits(Integer.MAX_VALUE, Integer.MAX_VALUE)))
        .containsExactly(List.of(1, 2, 3));
  }

  @Test
  void theBoundOnTokensCountsPadding() {
    // 3 x 20 are 60; a fourth would make it 80, and 30 beside 10 as much as two of 30.
    assertThat(cut(List.of(20, 10, 10, 10, 30, 10, 30), new BatchLimits(8, 60)))
        .containsExactly(List.of(20, 10, 10), List.of(10, 30), List.of(10, 30));
  }

  @Test
  void aTextThatIsLongerThanTheBoundIsPassedAlone() {
    assertThat(cut(List.of(10, 90, 10, 10), new BatchLimits(8, 50)))
        .containsExactly(List.of(10), List.of(90), List.of(10, 10));
  }

  @Test
  void tokensBeyondAnIntegerAreNoFewTokens() {
    assertThat(cut(List.of(1 << 30, 1 << 30, 1 << 30, 1 << 30), new BatchLimits(8, 100)))
        .hasSize(4);
  }

  @Test
  void everyTextIsPassedOnceInOrderAndNoBoundIsBrokenOrLeftUnused() {
    for (int seed = 0; seed < SEEDS; seed++) {
      Random random = new Random(seed);
      List<Integer> tokens =
          IntStream.range(0, random.nextInt(40)).map(i -> 2 + random.nextInt(120)).boxed().toList();
      BatchLimits limits =
          new BatchLimits(1 + random.nextInt(12), random.nextInt(3) == 0 ? 0 : random.nextInt(600));

      List<List<Integer>> batches = cut(tokens, limits);

      assertThat(batches.stream().flatMap(List::stream)).containsExactlyElementsOf(tokens);
      for (int i = 0; i < batches.size(); i++) {
        assertThat(batches.get(i).size() == 1 || isAllowed(batches.get(i), limits))
            .as("%s of seed %d", limits, seed)
            .isTrue();
        if (i > 0) {
          List<Integer> longer = new ArrayList<>(batches.get(i - 1));
          longer.add(batches.get(i).get(0));
          assertThat(isAllowed(longer, limits)).as("%s of seed %d", limits, seed).isFalse();
        }
      }
    }
  }

  private static boolean isAllowed(List<Integer> batch, BatchLimits limits) {
    int longest = batch.stream().mapToInt(Integer::intValue).max().orElseThrow();
    return batch.size() <= limits.texts()
        && (limits.tokens() == 0 || batch.size() * longest <= limits.tokens());
  }

  @Test
  void everyTextOfABatchCountsAsTheLongest() {
    assertThat(Batches.paddedTokens(List.of(10, 30, 20, 50, 40), BatchLimits.ofTexts(2)))
        .isEqualTo(30 * 2 + 50 * 2 + 40);
    assertThat(Batches.paddedTokens(List.of(10, 30, 20, 50, 40), new BatchLimits(2, 80)))
        .isEqualTo(30 * 2 + 20 + 50 + 40);
  }

  @Test
  void textsThatAreAloneNeedNoPadding() {
    assertThat(Batches.paddedTokens(List.of(10, 30, 20), BatchLimits.ofTexts(1))).isEqualTo(60);
  }
}
