package distilbench.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A part of the corpus is spread evenly over the whole. */
class SpreadTest {
  private static final int WHOLE = 1000;
  private static final Corpus CORPUS =
      new Corpus(
          IntStream.rangeClosed(1, WHOLE).mapToObj(i -> new Review(i, "review " + i)).toList(), 0);

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 7, 250, 333, 999, 1000})
  void takesTheRightNumberInFileOrderBeginningWithTheFirst(int count) {
    List<Integer> numbers = numbers(count);

    assertThat(numbers).hasSize(count).doesNotHaveDuplicates().isSorted().startsWith(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 3, 7, 250, 333, 999})
  void stepsDifferByOneAtMost(int count) {
    List<Integer> numbers = numbers(count);

    for (int i = 1; i < count; i++) {
      assertThat(numbers.get(i) - numbers.get(i - 1)).isBetween(WHOLE / count, WHOLE / count + 1);
    }
    assertThat(WHOLE + 1 - numbers.get(count - 1)).isBetween(WHOLE / count, WHOLE / count + 1);
  }

  @Test
  void theWholeIsASpreadOfItself() {
    assertThat(CORPUS.spread(WHOLE)).isEqualTo(CORPUS.reviews());
  }

  @Test
  void ofNothingThereIsNoPart() {
    assertThatThrownBy(() -> new Corpus(List.of(), 3).spread(1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("the corpus has no record with a description; give another");
  }

  @Test
  void moreThanThereAreIsRefused() {
    assertThatThrownBy(() -> CORPUS.spread(1001))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("reviews=1001, but the corpus has only 1000; ask for at most that many");
  }

  private static List<Integer> numbers(int count) {
    return CORPUS.spread(count).stream().map(Review::number).toList();
  }
}
