package distilbench.reference;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.corpus.Call;
import distilbench.inference.Classifier;
import distilbench.inference.InferenceException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The classifier without a model answers by text, and only what it knows. */
class ReferenceClassifierTest {

  @Test
  void answersWhatTheReferenceSays() {
    Call call = new Call(AnsweredTexts.numbered());

    try (Classifier classifier = new ReferenceClassifier(AnsweredTexts.reference())) {
      assertThatCode(() -> AnsweredTexts.check().check(call, classifier.classify(call.texts())))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void hasNoAnswerToAnUnknownText() {
    List<String> texts = List.of(AnsweredTexts.texts().get(0), "a text that nobody asked about");

    try (Classifier classifier = new ReferenceClassifier(AnsweredTexts.reference())) {
      assertThatThrownBy(() -> classifier.classify(texts))
          .isInstanceOf(InferenceException.class)
          .hasMessageContaining("a text that nobody asked about");
    }
  }
}
