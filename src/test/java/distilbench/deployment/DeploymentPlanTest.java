package distilbench.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import distilbench.inference.SessionSettings;
import distilbench.model.TinyModel;
import distilbench.worker.WorkerOptions;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A deployment settles every number from the cores; what the user asks for goes first. */
class DeploymentPlanTest {
  private static final DeploymentSettings AS_PRESCRIBED =
      new DeploymentSettings(0, 0, Spinning.DEPLOYMENT, 1);

  /** What each deployment is made of; a new one needs its line here and below. */
  private static final Map<Deployment, Answers> ANSWERS =
      Map.of(
          Deployment.SINGLE, Answers.PRIVATE_WEIGHTS,
          Deployment.THREADS, Answers.PRIVATE_WEIGHTS,
          Deployment.CONTROL, Answers.REFERENCE);

  @ParameterizedTest
  @CsvSource({
    // deployment, cores, callers, intra-op threads, spinning
    "SINGLE, 1, 1, 1, true",
    "SINGLE, 2, 1, 2, true",
    "SINGLE, 8, 1, 8, true",
    "THREADS, 1, 1, 1, false",
    "THREADS, 2, 2, 1, false",
    "THREADS, 8, 8, 1, false",
    "CONTROL, 1, 1, 1, false",
    "CONTROL, 2, 1, 1, false",
    "CONTROL, 8, 1, 1, false"
  })
  void prescribesCallersAndThreads(
      Deployment deployment, int cores, int callers, int intraOpThreads, boolean spinning) {
    assertThat(deployment.plan(AS_PRESCRIBED, cores))
        .isEqualTo(
            new Plan(
                ANSWERS.get(deployment),
                callers,
                new SessionSettings(intraOpThreads, spinning, 1)));
  }

  @ParameterizedTest
  @EnumSource
  void everyDeploymentIsSpecifiedHere(Deployment deployment) {
    assertThat(ANSWERS).containsKey(deployment);
    assertThat(deployment.runsModel()).isEqualTo(ANSWERS.get(deployment) != Answers.REFERENCE);
  }

  @ParameterizedTest
  @EnumSource
  void whatTheUserAsksForGoesFirst(Deployment deployment) {
    Plan plan = deployment.plan(new DeploymentSettings(5, 3, Spinning.ON, 16), 8);

    assertThat(plan.callers()).isEqualTo(5);
    assertThat(plan.session()).isEqualTo(new SessionSettings(3, true, 16));
  }

  @ParameterizedTest
  @EnumSource
  void theUserCanForbidSpinningAndChangeNothingElse(Deployment deployment) {
    Plan prescribed = deployment.plan(AS_PRESCRIBED, 8);

    Plan plan = deployment.plan(new DeploymentSettings(0, 0, Spinning.OFF, 1), 8);

    assertThat(plan.session().spinning()).isFalse();
    assertThat(plan.callers()).isEqualTo(prescribed.callers());
    assertThat(plan.session().intraOpThreads()).isEqualTo(prescribed.session().intraOpThreads());
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0, 1, callers=-1 is not possible; it must be at least 0",
    "0, -1, 1, intraOpThreads=-1 is not possible; it must be at least 0",
    "0, 0, 0, batchSize=0 is not possible; it must be at least 1"
  })
  void impossibleNumbersAreRefused(int callers, int threads, int batchSize, String message) {
    assertThatThrownBy(
            () -> new DeploymentSettings(callers, threads, Spinning.DEPLOYMENT, batchSize))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(message);
  }

  @ParameterizedTest
  @EnumSource
  void aWorkerIsToldTheSameNumbers(Deployment deployment) {
    Plan plan = deployment.plan(new DeploymentSettings(5, 3, Spinning.ON, 16), 8);

    assertThat(plan.worker(TinyModel.folder()))
        .isEqualTo(
            new WorkerOptions(
                TinyModel.folder().directory().toAbsolutePath(),
                !deployment.runsModel(),
                5,
                new SessionSettings(3, true, 16)));
  }
}
