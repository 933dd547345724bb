package distilbench.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import distilbench.corpus.Call;
import distilbench.corpus.NumberedText;
import distilbench.inference.WrongAnswerException;
import distilbench.model.Described;
import distilbench.model.ModelDescription;
import distilbench.model.Pooling;
import distilbench.model.Task;
import distilbench.model.TinyModel;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How close answers in another precision are to the model's own. */
class ExactAnswersTest {
  private static final ModelDescription CLASSIFIER = TinyModel.folder().description();
  private static final ModelDescription ENCODER =
      Described.as(CLASSIFIER)
          .task(Task.EMBEDDING)
          .output("vector", Pooling.NONE, false, 2)
          .build();

  private static final Call CALL =
      new Call(List.of(new NumberedText(1, "one"), new NumberedText(2, "two")));

  @Test
  void logitsDifferByTheLargestDifferenceAndAgreeInTheirLabel() {
    ExactAnswers exact =
        new ExactAnswers(texts(new float[] {1, 2}, new float[] {3, 0}), CLASSIFIER);

    Closeness close = exact.compare(CALL, new float[][] {{1.25f, 2.5f}, {-1, 0}});

    assertThat(close).isEqualTo(new Closeness(2, 1, 4.5, 4));
  }

  @Test
  void embeddingsDifferByTheirAngleAndHaveNoLabel() {
    ExactAnswers exact = new ExactAnswers(texts(new float[] {1, 0}, new float[] {0, 2}), ENCODER);

    Closeness close = exact.compare(CALL, new float[][] {{5, 0}, {3, 4}});

    assertThat(close.agreeing()).isNaN();
    assertThat(close.sum()).isEqualTo(0.2, within(1e-12));
    assertThat(close.largest()).isEqualTo(0.2, within(1e-12));
  }

  /** The two texts' answers are 2 apart. */
  @Test
  void answersAreRefusedThatAreAsFarOffAsThoseToOtherTexts() {
    ExactAnswers exact =
        new ExactAnswers(texts(new float[] {1, 2}, new float[] {3, 2}), CLASSIFIER);

    assertThatCode(() -> exact.requireClose(2 * ExactAnswers.MOST_OF_TEXTS))
        .doesNotThrowAnyException();
    assertThatExceptionOfType(WrongAnswerException.class)
        .isThrownBy(() -> exact.requireClose(2.02 * ExactAnswers.MOST_OF_TEXTS))
        .withMessageContainingAll("0.505 from float32's", "(2.00)");
  }

  @Test
  void whatWasNotComparedIsNotRefused() {
    ExactAnswers exact =
        new ExactAnswers(texts(new float[] {1, 2}, new float[] {3, 2}), CLASSIFIER);
    ExactAnswers ofOne = new ExactAnswers(texts(new float[] {1, 2}), CLASSIFIER);

    assertThatCode(() -> exact.requireClose(Double.NaN)).doesNotThrowAnyException();
    assertThatCode(() -> ofOne.requireClose(1e9)).doesNotThrowAnyException();
  }

  private static ReferenceSet texts(float[]... answers) {
    List<ReferenceSet.Entry> entries = new ArrayList<>();
    for (float[] answer : answers) {
      int number = entries.size() + 1;
      entries.add(new ReferenceSet.Entry(number, "text " + number, 3, false, answer));
    }
    return new ReferenceSet(0, entries);
  }
}
