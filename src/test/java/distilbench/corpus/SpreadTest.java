package distilbench.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A part of the corpus is spread evenly over the whole. */
class SpreadTest {
  private static final int WHOLE = 1000;
  @TempDir private static Path temp;
  private static Corpus corpus;

  @BeforeAll
  static void writeAThousand() throws IOException {
    corpus = corpus("many.csv", WHOLE);
  }

  private static Corpus corpus(String name, int records) throws IOException {
    String rows =
        IntStream.rangeClosed(1, records)
            .mapToObj(i -> "review " + i + "\n")
            .collect(Collectors.joining("", "description\n", ""));
    return Corpus.read(Files.writeString(temp.resolve(name), rows).toString());
  }

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
    assertThat(numbers(WHOLE)).isEqualTo(IntStream.rangeClosed(1, WHOLE).boxed().toList());
  }

  @Test
  void ofNothingThereIsNoPart() throws IOException {
    Corpus empty = corpus("empty.csv", 0);

    assertThatThrownBy(() -> empty.spread(1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("the corpus has no record with a description; give another");
  }

  @Test
  void moreThanThereAreIsRefused() {
    assertThatThrownBy(() -> corpus.spread(1001))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("reviews=1001, but the corpus has only 1000; ask for at most that many");
  }

  private static List<Integer> numbers(int count) {
    return corpus.spread(count).stream().map(Review::number).toList();
  }

  @Test
  void aFileThatChangesInTheMeantimeIsRefused() throws IOException {
    Corpus changing = corpus("changing.csv", 10);
    corpus("changing.csv", 11);

    assertThatThrownBy(() -> changing.spread(3))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("changing.csv changed while it was read");
  }
}
