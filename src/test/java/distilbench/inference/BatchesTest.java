package distilbench.inference;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** A call is cut into forward passes in order, and padding is counted as the model computes it. */
class BatchesTest {

  @Test
  void cutsInOrderAndLeavesTheRestToTheLastBatch() {
    assertThat(Batches.cut(List.of(1, 2, 3, 4, 5), 2))
        .containsExactly(List.of(1, 2), List.of(3, 4), List.of(5));
    assertThat(Batches.cut(List.of(1, 2), 2)).containsExactly(List.of(1, 2));
    assertThat(Batches.cut(List.of(1, 2), 1)).containsExactly(List.of(1), List.of(2));
    assertThat(Batches.cut(List.of(), 2)).isEmpty();
  }

  @Test
  void aCallSmallerThanABatchIsOneBatch() {
    assertThat(Batches.cut(List.of(1, 2, 3), Integer.MAX_VALUE / 2))
        .containsExactly(List.of(1, 2, 3));
  }

  @Test
  void everyTextOfABatchCountsAsTheLongest() {
    assertThat(Batches.paddedTokens(List.of(10, 30, 20, 50, 40), 2))
        .isEqualTo(30 * 2 + 50 * 2 + 40);
  }

  @Test
  void textsThatAreAloneNeedNoPadding() {
    assertThat(Batches.paddedTokens(List.of(10, 30, 20), 1)).isEqualTo(60);
  }
}
