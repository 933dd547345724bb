package distilbench.corpus;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A corpus is handed out in calls, small enough that every caller has several. */
class CallTest {
  private static final List<NumberedText> CORPUS =
      IntStream.rangeClosed(1, 10).mapToObj(i -> new NumberedText(i, "text " + i)).toList();

  @Test
  void cutsInOrderAndLeavesTheRestToTheLastCall() {
    List<Call> calls = Call.cut(CORPUS, 4);

    assertThat(calls).extracting(call -> call.numbered().size()).containsExactly(4, 4, 2);
    assertThat(calls).flatExtracting(Call::numbered).isEqualTo(CORPUS);
  }

  @Test
  void aCallAsLargeAsTheCorpusIsTheOnlyOne() {
    assertThat(Call.cut(CORPUS, 10)).containsExactly(new Call(CORPUS));
    assertThat(Call.cut(CORPUS, 11)).containsExactly(new Call(CORPUS));
  }

  @Test
  void textsStandInTheOrderOfTheTexts() {
    assertThat(new Call(CORPUS.subList(1, 3)).texts()).containsExactly("text 2", "text 3");
  }

  @Test
  void laterChangesOfTheListDoNotChangeTheCall() {
    List<NumberedText> texts = new ArrayList<>(CORPUS);
    Call call = new Call(texts);

    texts.clear();

    assertThat(call.numbered()).isEqualTo(CORPUS);
  }

  @ParameterizedTest
  @CsvSource({
    // asked, texts, callers, size
    "8, 250, 1, 8",
    "8, 250, 7, 8",
    "8, 250, 8, 7",
    "8, 250, 62, 1",
    "8, 32, 1, 8",
    "8, 31, 1, 7",
    "1, 250, 1, 1",
    "250, 250, 1, 62",
    "8, 3, 1, 1",
    "8, 1, 64, 1"
  })
  void everyCallerGetsFourCallsOrTheCallsAreAsSmallAsCanBe(
      int asked, int texts, int callers, int size) {
    assertThat(Call.size(asked, texts, callers)).isEqualTo(size);
  }

  @Test
  void theCallsOfEverySizeAreEnoughForEveryCaller() {
    for (int callers = 1; callers <= 64; callers++) {
      for (int texts = 4 * callers; texts <= 1000; texts += 13) {
        int size = Call.size(8, texts, callers);

        assertThat(texts / size)
            .as("whole calls of %d in %d texts", size, texts)
            .isGreaterThanOrEqualTo(4 * callers);
      }
    }
  }
}
