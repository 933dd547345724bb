package distilbench.deployment;

import distilbench.corpus.Call;
import distilbench.inference.AnswerCheck;
import distilbench.inference.AnsweredReviews;
import distilbench.inference.Classifier;
import distilbench.model.TinyModel;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every deployment there is answers as the reference, whatever the batches and the callers. */
@Timeout(60)
class DeploymentAnswersTest {
  private static final int CORES = 2;
  private static final int CALLERS = 4;

  static Stream<Arguments> deploymentsAndBatchSizes() {
    return Stream.of(Deployment.values())
        .flatMap(
            deployment -> Stream.of(1, 3, 8).map(batchSize -> Arguments.of(deployment, batchSize)));
  }

  @ParameterizedTest
  @MethodSource("deploymentsAndBatchSizes")
  void answersAreTheReferences(Deployment deployment, int batchSize) {
    AnswerCheck check = AnsweredReviews.check();
    Call call = new Call(AnsweredReviews.reviews());

    try (Classifier classifier =
        open(deployment, new DeploymentSettings(0, 0, Spinning.DEPLOYMENT, batchSize))) {
      check.check(call, classifier.classify(call.texts()));
    }
  }

  @ParameterizedTest
  @MethodSource("deploymentsAndBatchSizes")
  void callersAtOnceGetTheReferencesAnswers(Deployment deployment, int batchSize) {
    AnswerCheck check = AnsweredReviews.check();
    List<Call> calls =
        Collections.nCopies(10, Call.cut(AnsweredReviews.reviews(), 5)).stream()
            .flatMap(List::stream)
            .toList();

    try (CallerThreads callers = new CallerThreads(CALLERS);
        Classifier classifier =
            open(deployment, new DeploymentSettings(CALLERS, 0, Spinning.DEPLOYMENT, batchSize))) {
      callers.pass(calls, call -> check.check(call, classifier.classify(call.texts())));
    }
  }

  @ParameterizedTest
  @EnumSource
  void moreCallersThanADeploymentTakesWaitTheirTurn(Deployment deployment) {
    AnswerCheck check = AnsweredReviews.check();
    List<Call> calls = Call.cut(AnsweredReviews.reviews(), 1);

    try (CallerThreads callers = new CallerThreads(CALLERS);
        Classifier classifier =
            open(deployment, new DeploymentSettings(1, 0, Spinning.DEPLOYMENT, 1))) {
      callers.pass(calls, call -> check.check(call, classifier.classify(call.texts())));
    }
  }

  private static Classifier open(Deployment deployment, DeploymentSettings settings) {
    return deployment.plan(settings, CORES).open(TinyModel.folder(), AnsweredReviews.reference());
  }
}
