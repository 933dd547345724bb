package distilbench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The corpus is handed out as in the file, or the longest text first. */
class OrderTest {
  private static final List<NumberedText> TEXTS =
      List.of(
          new NumberedText(1, "four"),
          new NumberedText(2, "longest"),
          new NumberedText(3, "five5"),
          new NumberedText(4, "size"),
          new NumberedText(5, "five6"),
          new NumberedText(6, "to"));

  @Test
  void fileOrderLeavesTheTextsAsTheyAre() {
    assertThat(Order.FILE.apply(TEXTS, text -> text.text().length())).isEqualTo(TEXTS);
  }

  @Test
  void lengthOrderPutsTheLongestFirstAndKeepsEquallyLongOnesInFileOrder() {
    assertThat(Order.LENGTH.apply(TEXTS, text -> text.text().length()))
        .extracting(NumberedText::number)
        .containsExactly(2, 3, 5, 1, 4, 6);
  }

  @Test
  void lengthIsWhatTheTokenCountSays() {
    assertThat(Order.LENGTH.apply(TEXTS, NumberedText::number))
        .extracting(NumberedText::number)
        .containsExactly(6, 5, 4, 3, 2, 1);
  }
}
