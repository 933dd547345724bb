package distilbench.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import distilbench.inference.BatchLimits;
import distilbench.inference.SessionSettings;
import distilbench.jvm.JvmFlags;
import distilbench.jvm.WorkerFlags;
import distilbench.model.Described;
import distilbench.model.ModelFolder;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import distilbench.worker.AnswerSource;
import distilbench.worker.OwnProgram;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A deployment settles every number from the cores; what the user asks for goes first. */
class DeploymentPlanTest {
  private static final DeploymentSettings AS_PRESCRIBED =
      new DeploymentSettings(4, 0, 0, Spinning.DEPLOYMENT, BatchLimits.ofTexts(1));

  @ParameterizedTest
  @CsvSource({
    // deployment, cores -> place, processes, callers, weights, intra-op threads, spinning
    "SINGLE, 1, IN_PROCESS, 1, 1, PRIVATE, 1, true",
    "SINGLE, 8, IN_PROCESS, 1, 1, PRIVATE, 8, true",
    "THREADS, 1, IN_PROCESS, 1, 1, PRIVATE, 1, false",
    "THREADS, 8, IN_PROCESS, 1, 8, PRIVATE, 1, false",
    "DISPATCHER, 2, IN_PROCESS_QUEUE, 1, 8, PRIVATE, 2, true",
    "MULTIPROCESS_NAIVE, 2, WORKERS, 4, 1, PRIVATE, 0, true",
    "MULTIPROCESS_BUDGETED, 2, WORKERS, 4, 1, PRIVATE, 1, false",
    "MULTIPROCESS_BUDGETED, 8, WORKERS, 4, 1, PRIVATE, 2, false",
    "SHARED_MAPPED, 2, WORKERS, 4, 1, MAPPED, 1, false",
    "SHARED_MAPPED, 9, WORKERS, 4, 1, MAPPED, 2, false",
    "SHARED_PREPACKED, 2, WORKERS, 4, 1, PREPACKED, 1, false",
    "SHARED_PREPACKED, 8, WORKERS, 4, 1, PREPACKED, 2, false",
    "SERVER, 2, ONE_WORKER, 1, 2, PRIVATE, 1, false"
  })
  void prescribesEverything(
      Deployment deployment,
      int cores,
      ProcessLayout place,
      int processes,
      int callers,
      Weights weights,
      int intraOpThreads,
      boolean spinning) {
    assertThat(deployment.plan(AS_PRESCRIBED, cores))
        .isEqualTo(
            new DeploymentPlan(
                place,
                processes,
                callers,
                new AnswerSource.Model(weights, new SessionSettings(intraOpThreads, spinning, 1))));
  }

  /** Whoever asks JMH alone does not get to know it before. */
  @Test
  void weightsThatDoNotSuitAModelAreRefused(@TempDir Path temp) throws IOException {
    ModelFolder model =
        TinyModel.importTo(
            temp.resolve("model"),
            tiny -> Described.as(tiny).unsuited(Map.of(Weights.MAPPED, "has an If")).build());
    DeploymentPlan plan = Deployment.SHARED_MAPPED.plan(AS_PRESCRIBED, 2);

    assertThatThrownBy(
            () ->
                plan.open(
                    model,
                    temp,
                    () -> null,
                    new OwnProgram(WorkerFlags.of(JvmFlags.ALL)),
                    Duration.ofSeconds(9)))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            model.directory()
                + " cannot be run with MAPPED weights: has an If; leave this deployment out");
  }

  @Test
  void controlAnswersFromTheReference() {
    assertThat(Deployment.CONTROL.plan(AS_PRESCRIBED, 8))
        .isEqualTo(
            new DeploymentPlan(ProcessLayout.IN_PROCESS, 1, 1, new AnswerSource.Reference()));
  }

  @ParameterizedTest
  @EnumSource
  void whatTheUserAsksForGoesFirst(Deployment deployment) {
    BatchLimits batches = new BatchLimits(16, 512);
    DeploymentPlan plan = deployment.plan(new DeploymentSettings(4, 5, 3, Spinning.ON, batches), 8);

    assertThat(plan.callers()).isEqualTo(5);
    assertThat(session(plan))
        .isEqualTo(deployment.weights().map(weights -> new SessionSettings(3, true, batches)));
    assertThat(plan.batches()).isEqualTo(plan.runsModel() ? batches : BatchLimits.ofTexts(1));
  }

  @ParameterizedTest
  @EnumSource
  void theUserCanForbidSpinningAndChangeNothingElse(Deployment deployment) {
    DeploymentPlan prescribed = deployment.plan(AS_PRESCRIBED, 8);

    DeploymentPlan plan =
        deployment.plan(new DeploymentSettings(4, 0, 0, Spinning.OFF, BatchLimits.ofTexts(1)), 8);

    assertThat(session(plan))
        .isEqualTo(
            session(prescribed)
                .map(as -> new SessionSettings(as.intraOpThreads(), false, as.batches())));
    assertThat(plan.callers()).isEqualTo(prescribed.callers());
  }

  private static Optional<SessionSettings> session(DeploymentPlan plan) {
    return plan.answers() instanceof AnswerSource.Model model
        ? Optional.of(model.session())
        : Optional.empty();
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0, 0, 1, 0, processes=0 is not possible; it must be at least 1",
    "1, -1, 0, 1, 0, callers=-1 is not possible; it must be at least 0",
    "1, 0, -1, 1, 0, intraOpThreads=-1 is not possible; it must be at least 0",
    "1, 0, 0, 0, 0, batchSize=0 is not possible; it must be at least 1",
    "1, 0, 0, 1, -1, batchTokens=-1 is not possible; it must be at least 0"
  })
  void impossibleNumbersAreRefused(
      int processes, int callers, int threads, int texts, int tokens, String message) {
    BatchLimits batches = new BatchLimits(texts, tokens);

    assertThatThrownBy(
            () -> new DeploymentSettings(processes, callers, threads, Spinning.DEPLOYMENT, batches))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @EnumSource
  void whatADeploymentIgnoresChangesNothing(Deployment deployment) {
    Set<String> ignored = deployment.ignoredParameters();
    DeploymentSettings others =
        new DeploymentSettings(2, 0, 3, Spinning.ON, new BatchLimits(16, 512));

    DeploymentPlan prescribed = deployment.plan(AS_PRESCRIBED, 8);
    DeploymentPlan plan = deployment.plan(others, 8);

    assertThat(plan.processes() == prescribed.processes()).isEqualTo(ignored.contains("processes"));
    assertThat(plan.runsModel()).isEqualTo(!ignored.contains("batchSize"));
    assertThat(plan.runsModel()).isEqualTo(!ignored.contains("batchTokens"));
    assertThat(plan.runsModel()).isEqualTo(!ignored.contains("intraOpThreads"));
    assertThat(plan.runsModel()).isEqualTo(!ignored.contains("spinning"));
    assertThat(ignored).doesNotContain("callers");
  }
}
