package distilbench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The corpus is handed out as in the file, or the longest review first. */
class OrderTest {
  private static final List<Review> REVIEWS =
      List.of(
          new Review(1, "four"),
          new Review(2, "longest"),
          new Review(3, "five5"),
          new Review(4, "size"),
          new Review(5, "five6"),
          new Review(6, "to"));

  @Test
  void fileOrderLeavesTheReviewsAsTheyAre() {
    assertThat(Order.FILE.apply(REVIEWS, review -> review.text().length())).isEqualTo(REVIEWS);
  }

  @Test
  void lengthOrderPutsTheLongestFirstAndKeepsEquallyLongOnesInFileOrder() {
    assertThat(Order.LENGTH.apply(REVIEWS, review -> review.text().length()))
        .extracting(Review::number)
        .containsExactly(2, 3, 5, 1, 4, 6);
  }

  @Test
  void lengthIsWhatTheTokenCountSays() {
    assertThat(Order.LENGTH.apply(REVIEWS, Review::number))
        .extracting(Review::number)
        .containsExactly(6, 5, 4, 3, 2, 1);
  }
}
