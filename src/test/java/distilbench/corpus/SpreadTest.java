package distilbench.corpus;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A part of the corpus is spread evenly over the whole. */
class SpreadTest {
  private static final int WHOLE = 1000;

  @TempDir private static Path folder;
  private static Corpus corpus;

  @BeforeAll
  static void writeCorpus() throws IOException {
    corpus =
        corpus("whole.csv", IntStream.rangeClosed(1, WHOLE).mapToObj(i -> "text " + i).toList());
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
    assertThat(corpus.spread(WHOLE).texts())
        .extracting(NumberedText::text)
        .isEqualTo(IntStream.rangeClosed(1, WHOLE).mapToObj(i -> "text " + i).toList());
  }

  @Test
  void ofNothingThereIsNoPart() throws IOException {
    Corpus empty = corpus("empty.csv", List.of("\" \"", "\"\"", "\"\""));

    assertThatThrownBy(() -> empty.spread(1))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(folder.resolve("empty.csv") + " has no record with a text; give another file");
  }

  @Test
  void moreThanThereAreIsRefused() {
    assertThatThrownBy(() -> corpus.spread(1001))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage("texts=1001, but the corpus has only 1000; ask for at most that many");
  }

  @Test
  void moreThanAForkHoldsAreRefused() throws IOException {
    // Of a character beyond Latin-1 the JVM holds two bytes.
    Corpus latin = corpus("latin.csv", Collections.nCopies(3, "a".repeat(7_000_000)));
    Corpus greek = corpus("greek.csv", Collections.nCopies(3, "\u03B1".repeat(7_000_000)));

    assertThat(latin.spread(3).texts()).hasSize(3);
    assertThatThrownBy(() -> greek.spread(3))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "texts=3 are more text than a fork's memory holds, which is full after 2 of them;"
                + " ask for fewer");
  }

  private static Corpus corpus(String name, List<String> texts) throws IOException {
    Path file = folder.resolve(name);
    Files.write(file, texts);
    Files.writeString(file, "description\n" + Files.readString(file));
    return Corpus.of(file.toString());
  }

  private static List<Integer> numbers(int count) {
    return corpus.spread(count).texts().stream().map(NumberedText::number).toList();
  }
}
