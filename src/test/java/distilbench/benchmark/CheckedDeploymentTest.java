package distilbench.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.corpus.Order;
import distilbench.deployment.RunningDeployment;
import distilbench.inference.BatchLimits;
import distilbench.inference.Classifier;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.SessionSettings;
import distilbench.inference.WrongAnswerException;
import distilbench.load.Schedule;
import distilbench.model.Geometry;
import distilbench.model.ModelVariant;
import distilbench.model.Weights;
import distilbench.model.synthetic.ModelGenerator;
import distilbench.prepare.PreparationRequest;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Wrong answers do not pass, whichever way they are wrong. */
class CheckedDeploymentTest {
  private static final BatchLimits BATCHES = new BatchLimits(4, 400);

  @TempDir private static Path folder;
  private static Workload workload;

  @BeforeAll
  static void loadTinyModel() {
    Path model = folder.resolve("tiny");
    ModelGenerator.withOwnTokenizer(Geometry.TINY, 1, System.err).generate(model);
    workload =
        Workload.load(
            new WorkloadSettings(
                new PreparationRequest(
                    model.toString(),
                    ModelVariant.AS_PREPARED,
                    "builtin",
                    "description",
                    40,
                    false),
                Order.FILE,
                8));
  }

  @Test
  void rightAnswersPassAndEveryTextIsAskedForOnce() {
    List<String> asked = Collections.synchronizedList(new ArrayList<>());
    Altered recording =
        new Altered() {
          @Override
          float[][] alter(List<String> texts, float[][] logits) {
            asked.addAll(texts);
            return logits;
          }
        };
    try (CheckedDeployment deployment =
        CheckedDeployment.warmedUp(
            workload, RunningDeployment.inProcess(recording, 2), 2, BATCHES)) {
      asked.clear();

      deployment.pass();

      List<String> expected =
          workload.calls(2).stream().flatMap(call -> call.texts().stream()).toList();
      assertThat(asked).hasSize(40).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void swappedAnswersFail() {
    assertFails(
        new Altered() {
          @Override
          float[][] alter(List<String> texts, float[][] logits) {
            float[] first = logits[0];
            logits[0] = logits[1];
            logits[1] = first;
            return logits;
          }
        });
  }

  @Test
  void aMissingAnswerFails() {
    assertFails(
        new Altered() {
          @Override
          float[][] alter(List<String> texts, float[][] logits) {
            return Arrays.copyOf(logits, logits.length - 1);
          }
        });
  }

  @Test
  void anAnswerThatIsNoNumberFails() {
    assertFails(
        new Altered() {
          @Override
          float[][] alter(List<String> texts, float[][] logits) {
            logits[logits.length - 1][1] = Float.NaN;
            return logits;
          }
        });
  }

  /** In a schedule of half an hour, with callers that wait for the next call. */
  @Test
  @Timeout(60)
  void aWrongAnswerEndsTheScheduleAtOnce() {
    AtomicBoolean wrong = new AtomicBoolean();
    Altered classifier =
        new Altered() {
          @Override
          float[][] alter(List<String> texts, float[][] logits) {
            logits[0][0] += wrong.get() ? 1 : 0;
            return logits;
          }
        };
    try (CheckedDeployment deployment =
        CheckedDeployment.warmedUp(
            workload, RunningDeployment.inProcess(classifier, 3), 3, BATCHES)) {
      wrong.set(true);

      assertThatThrownBy(() -> deployment.serve(Schedule.constant(1_800, 1), 10))
          .isInstanceOf(WrongAnswerException.class);
    }
  }

  private static void assertFails(Altered classifier) {
    RunningDeployment deployment = RunningDeployment.inProcess(classifier, 1);

    assertThatThrownBy(() -> CheckedDeployment.warmedUp(workload, deployment, 1, BATCHES))
        .isInstanceOf(WrongAnswerException.class)
        .hasMessageContaining("text");
  }

  /** The real classifier, its answers altered on the way out. */
  private abstract static class Altered implements Classifier {
    private final Classifier real =
        OnnxClassifier.open(
            workload.model(), Weights.PRIVATE, new SessionSettings(1, false, BATCHES));

    abstract float[][] alter(List<String> texts, float[][] logits);

    @Override
    public float[][] classify(List<String> texts) {
      return alter(texts, real.classify(texts));
    }

    @Override
    public void close() {
      real.close();
    }
  }
}
