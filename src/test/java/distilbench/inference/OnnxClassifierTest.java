package distilbench.inference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import distilbench.corpus.Call;
import distilbench.model.ModelFolder;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import distilbench.reference.AnswerCheck;
import distilbench.reference.AnsweredTexts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The in-process classifier gives right answers at every batch size and to several callers. */
class OnnxClassifierTest {
  private static final Call CALL = new Call(AnsweredTexts.numbered());

  @TempDir Path temp;

  @ParameterizedTest
  @CsvSource({
    "1, 1, 0, false",
    "1, 3, 0, false",
    "1, 8, 0, false",
    "1, 8, 200, false",
    "1, 24, 300, false",
    "2, 1, 0, true",
    "2, 3, 100, true",
    "2, 8, 0, true"
  })
  void answersAreTheReferencesAtEveryBatchSize(
      int threads, int batchSize, int batchTokens, boolean spinning) {
    try (Classifier classifier =
        OnnxClassifier.open(
            TinyModel.folder(),
            Weights.PRIVATE,
            new SessionSettings(threads, spinning, new BatchLimits(batchSize, batchTokens)))) {
      AnsweredTexts.check().check(CALL, classifier.classify(CALL.texts()));
    }
  }

  @Test
  void callersAtOnceEachGetTheirOwnAnswers() throws Exception {
    ExecutorService callers = Executors.newFixedThreadPool(4);
    try (Classifier classifier =
        OnnxClassifier.open(
            TinyModel.folder(), Weights.PRIVATE, new SessionSettings(2, false, 3))) {
      AnswerCheck check = AnsweredTexts.check();
      List<Call> calls = Call.cut(AnsweredTexts.numbered(), 5);
      Callable<Void> caller =
          () -> {
            for (int round = 0; round < 20; round++) {
              for (Call call : calls) {
                check.check(call, classifier.classify(call.texts()));
              }
            }
            return null;
          };

      for (Future<Void> done : callers.invokeAll(Collections.nCopies(4, caller))) {
        done.get();
      }
    } finally {
      callers.shutdown();
    }
  }

  @Test
  void aShortTextAfterALongOneSeesNothingOfIt() {
    List<String> longOne = List.of("plum ".repeat(600));
    try (Classifier classifier =
        OnnxClassifier.open(
            TinyModel.folder(), Weights.PRIVATE, new SessionSettings(1, false, 1))) {
      float[][] before = classifier.classify(List.of("plum"));

      classifier.classify(longOne);

      assertThat(classifier.classify(List.of("plum"))).isDeepEqualTo(before);
    }
  }

  @Test
  void aGraphThatOnnxRuntimeCannotLoadIsRefused() throws IOException {
    ModelFolder model = TinyModel.copyTo(temp.resolve("model"));
    Files.writeString(model.graph(), "not a graph");

    assertThatThrownBy(
            () -> OnnxClassifier.open(model, Weights.PRIVATE, new SessionSettings(1, false, 1)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("ONNX Runtime cannot load " + model.graph());
  }
}
