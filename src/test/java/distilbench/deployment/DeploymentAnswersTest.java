package distilbench.deployment;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.corpus.Call;
import distilbench.corpus.NumberedText;
import distilbench.corpus.Order;
import distilbench.inference.BatchLimits;
import distilbench.inference.PrepackedWeights;
import distilbench.jvm.JvmFlags;
import distilbench.jvm.WorkerFlags;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import distilbench.reference.AnswerCheck;
import distilbench.reference.AnsweredTexts;
import distilbench.worker.OwnProgram;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.ToIntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every deployment gives the reference's logits, whatever the calls look like. */
@Timeout(120)
class DeploymentAnswersTest {
  private static final int CORES = 2;
  private static final int PROCESSES = 2;

  private final AnswerCheck check = AnsweredTexts.check();
  private final Queue<Integer> answered = new ConcurrentLinkedQueue<>();

  @BeforeAll
  static void packWeights() {
    PrepackedWeights.of(TinyModel.folder()).build(TinyModel.folder(), TinyModel.NOWHERE);
  }

  static Stream<Arguments> deploymentsAndBatches() {
    List<BatchLimits> batches =
        List.of(BatchLimits.ofTexts(1), BatchLimits.ofTexts(3), new BatchLimits(8, 300));
    return Stream.of(Deployment.values())
        .flatMap(deployment -> batches.stream().map(limits -> Arguments.of(deployment, limits)));
  }

  @ParameterizedTest
  @MethodSource("deploymentsAndBatches")
  void everyTextIsAnsweredOnceAndRight(Deployment deployment, BatchLimits batches) {
    DeploymentPlan plan = plan(deployment, 0, batches);
    try (RunningDeployment running = open(plan)) {
      for (int callSize : List.of(1, 5, 24)) {
        for (Order order : Order.values()) {
          ToIntFunction<NumberedText> length = text -> text.text().length();
          List<Call> calls = Call.cut(order.apply(AnsweredTexts.numbered(), length), callSize);

          running.pass(order.share(calls, running.processes(), length), this::record);

          assertAllAnsweredOnce();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void callersAtOnceGetTheirOwnAnswers(Deployment deployment) {
    try (RunningDeployment running = open(plan(deployment, 4, BatchLimits.ofTexts(3)))) {
      List<Call> calls = Call.cut(AnsweredTexts.numbered(), 1);

      running.pass(
          Order.FILE.share(calls, running.processes(), NumberedText::number), this::record);

      assertAllAnsweredOnce();
    }
  }

  @ParameterizedTest
  @EnumSource
  void clientsOfTheirOwnAreServedToo(Deployment deployment) {
    try (RunningDeployment running = open(plan(deployment, 1, BatchLimits.ofTexts(1)))) {
      List<Call> calls = Call.cut(AnsweredTexts.numbered(), 1);

      IntStream.range(0, calls.size())
          .parallel()
          .forEach(client -> running.call(client, calls.get(client), this::record));

      assertAllAnsweredOnce();
    }
  }

  @ParameterizedTest
  @EnumSource
  void sharedWeightsAreSeenToBeShared(Deployment deployment) {
    DeploymentPlan plan = plan(deployment, 0, BatchLimits.ofTexts(1));
    try (RunningDeployment running = open(plan)) {
      running.warmUp(new Call(AnsweredTexts.numbered()), this::record);

      double verified =
          Sharing.verify(
              TinyModel.folder(), Optional.empty(), plan.answers(), running.workerPids());

      boolean shared = deployment.weights().filter(Weights::shared).isPresent();
      assertThat(verified).isEqualTo(Double.valueOf(shared ? Sharing.VERIFIED : Double.NaN));
    }
  }

  private void record(Call call, float[][] logits) {
    check.check(call, logits);
    call.numbered().stream().map(NumberedText::number).forEach(answered::add);
  }

  private void assertAllAnsweredOnce() {
    assertThat(answered)
        .containsExactlyInAnyOrderElementsOf(
            AnsweredTexts.numbered().stream().map(NumberedText::number).toList());
    answered.clear();
  }

  private static DeploymentPlan plan(Deployment deployment, int callers, BatchLimits batches) {
    return deployment.plan(
        new DeploymentSettings(PROCESSES, callers, 0, Spinning.DEPLOYMENT, batches), CORES);
  }

  private static RunningDeployment open(DeploymentPlan plan) {
    return plan.open(
        TinyModel.folder(),
        AnsweredTexts.file(),
        AnsweredTexts::reference,
        new OwnProgram(WorkerFlags.of(JvmFlags.ALL)),
        Duration.ofSeconds(60));
  }
}
