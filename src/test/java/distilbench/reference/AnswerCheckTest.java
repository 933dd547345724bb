package distilbench.reference;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.corpus.Call;
import distilbench.corpus.NumberedText;
import distilbench.inference.WrongAnswerException;
import distilbench.model.ModelDescription;
import distilbench.model.TinyModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An answer passes only if it is the reference's, to within rounding. */
class AnswerCheckTest {
  private static final NumberedText PLUM = new NumberedText(17, "plum, checked");
  private static final NumberedText PEAR = new NumberedText(4, "pear, checked");
  private static final Call CALL = new Call(List.of(PLUM, PEAR));
  private static final float[] PLUM_LOGITS = {0.25f, -0.5f};
  private static final float[] PEAR_LOGITS = {0.75f, 0.5f};

  @TempDir Path temp;

  private AnswerCheck check;

  @BeforeEach
  void setUp() {
    check =
        new AnswerCheck(
            new ReferenceSet(0, List.of(entry(PLUM, PLUM_LOGITS), entry(PEAR, PEAR_LOGITS))),
            TinyModel.folder().description());
  }

  @Test
  void acceptsTheReferenceItself() {
    assertThatCode(() -> check.check(CALL, answers(PLUM_LOGITS, PEAR_LOGITS)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(floats = {9.9e-5f, -9.9e-5f})
  void acceptsRoundingBelowTheTolerance(float rounding) {
    float[] rounded = {PEAR_LOGITS[0] + rounding, PEAR_LOGITS[1] - rounding};

    assertThatCode(() -> check.check(CALL, answers(PLUM_LOGITS, rounded)))
        .doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(
      floats = {
        2e-4f,
        -2e-4f,
        Float.NaN,
        Float.POSITIVE_INFINITY,
        Float.NEGATIVE_INFINITY,
        Float.MAX_VALUE
      })
  void refusesAnyOneLogitThatIsOff(float off) {
    float[][][] wrongAnswers = {
      answers(new float[] {PLUM_LOGITS[0] + off, PLUM_LOGITS[1]}, PEAR_LOGITS),
      answers(new float[] {PLUM_LOGITS[0], PLUM_LOGITS[1] + off}, PEAR_LOGITS),
      answers(PLUM_LOGITS, new float[] {PEAR_LOGITS[0] + off, PEAR_LOGITS[1]}),
      answers(PLUM_LOGITS, new float[] {PEAR_LOGITS[0], PEAR_LOGITS[1] + off})
    };

    for (float[][] wrong : wrongAnswers) {
      assertThatThrownBy(() -> check.check(CALL, wrong)).isInstanceOf(WrongAnswerException.class);
    }
  }

  @Test
  void saysWhichTextWasAnsweredHow() {
    assertThatThrownBy(() -> check.check(CALL, answers(PLUM_LOGITS, new float[] {0.75f, 1.5f})))
        .isInstanceOf(WrongAnswerException.class)
        .hasMessage("text 4: expected [0.75, 0.5], found [0.75, 1.5], tolerance 1.0e-04");
  }

  @Test
  void refusesSwappedAnswers() {
    assertThatThrownBy(() -> check.check(CALL, answers(PEAR_LOGITS, PLUM_LOGITS)))
        .isInstanceOf(WrongAnswerException.class)
        .hasMessageStartingWith("text 17: expected [0.25, -0.5], found [0.75, 0.5]");
  }

  @Test
  void refusesSwappedLogits() {
    assertThatThrownBy(() -> check.check(CALL, answers(PLUM_LOGITS, new float[] {0.5f, 0.75f})))
        .isInstanceOf(WrongAnswerException.class)
        .hasMessageStartingWith("text 4");
  }

  @Test
  void refusesTooFewAndTooManyAnswers() {
    assertThatThrownBy(() -> check.check(CALL, answers(PLUM_LOGITS)))
        .isInstanceOf(WrongAnswerException.class)
        .hasMessage("1 answers to a call of 2 texts that begins with text 17");
    assertThatThrownBy(() -> check.check(CALL, answers(PLUM_LOGITS, PEAR_LOGITS, PEAR_LOGITS)))
        .isInstanceOf(WrongAnswerException.class)
        .hasMessageStartingWith("3 answers");
  }

  @Test
  void refusesAMissingAnswer() {
    assertThatThrownBy(() -> check.check(CALL, answers(PLUM_LOGITS, null)))
        .isInstanceOf(WrongAnswerException.class)
        .hasMessageContaining("text 4")
        .hasMessageContaining("found null");
    assertThatThrownBy(() -> check.check(CALL, answers(new float[] {0.25f}, PEAR_LOGITS)))
        .isInstanceOf(WrongAnswerException.class)
        .hasMessageContaining("found [0.25]");
  }

  @Test
  void ofALongAnswerTheBeginningIsShown() throws IOException {
    float[] vector = new float[32];
    vector[0] = 1;
    ModelDescription encoder = TinyModel.encoderTo(temp.resolve("encoder")).description();
    AnswerCheck ofEmbeddings =
        new AnswerCheck(new ReferenceSet(0, List.of(entry(PLUM, vector))), encoder);

    assertThatThrownBy(() -> ofEmbeddings.check(new Call(List.of(PLUM)), answers(new float[32])))
        .isInstanceOf(WrongAnswerException.class)
        .hasMessage(
            "text 17: expected [1.0, 0.0, 0.0, 0.0, 0.0, 0.0, ... 32 numbers], found [0.0, 0.0,"
                + " 0.0, 0.0, 0.0, 0.0, ... 32 numbers], tolerance 1.0e-05 of the norm, 1.0e-08 of"
                + " the cosine");
  }

  private static ReferenceSet.Entry entry(NumberedText text, float[] logits) {
    return new ReferenceSet.Entry(text.number(), text.text(), 2, false, logits);
  }

  private static float[][] answers(float[]... logits) {
    return logits;
  }
}
