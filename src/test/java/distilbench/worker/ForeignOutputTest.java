package distilbench.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.corpus.Call;
import distilbench.inference.InferenceException;
import distilbench.inference.SessionSettings;
import distilbench.jvm.ChildJvm;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import distilbench.reference.AnsweredTexts;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others print to a worker's standard output is passed on, and no reply is lost for it. */
@Timeout(60)
class ForeignOutputTest {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

  private static final float[][] ANSWER = {{1, 2}};

  /** Answers every request with its second argument, @ for the id, after its first when started. */
  static final class Talker {
    public static void main(String[] arguments) throws Exception {
      System.out.print(arguments[0] + "{\"ready\":{}}\n");
      BufferedReader requests = new BufferedReader(new InputStreamReader(System.in));
      for (long id = 0; requests.readLine() != null; id++) {
        System.out.print(arguments[1].replace("@", Long.toString(id)));
        System.out.flush();
      }
      System.out.println("talker leaves");
      System.exit(arguments.length > 2 ? 5 : 0);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:InitialHeapSize=8388608 -XX:+UseSerialGC \n{\"id\":@,\"logits\":[[1,2]]}\n",
        "Listening for transport dt_socket at address: 5{\"id\":@,\"logits\":[[1,2]]}\n",
        "{\"id\":@,\"logits\":[[1,2]]} and more behind it\n",
        "{info} [1, 2] null {\"path\": 3}\n\n{\"id\":@,\"logits\":[[1,2]]}\n",
        "begun { \"id\" : @ , \"logits\" : [[1,2]] } and more behind it\n",
        "begun {\"logits\":[[1,2]],\"id\":@}\r\n",
      })
  void aReplyIsFoundAmongThem(String said) throws Exception {
    try (WorkerProcess worker = WorkerProcess.start(5, talker("", said), LONG_ENOUGH)) {
      worker.ready().get(30, TimeUnit.SECONDS);

      for (int call = 0; call < 3; call++) {
        assertThat(worker.classify(List.of("one"))).isDeepEqualTo(ANSWER);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"Picked up something\n", "a line that never ends: ", "null\n\n"})
  void aWorkerGetsReadyWhateverComesFirst(String said) throws Exception {
    try (WorkerProcess worker =
        WorkerProcess.start(5, talker(said, "{\"id\":@,\"logits\":[[1,2]]}\n"), LONG_ENOUGH)) {
      assertThat(worker.ready().get(30, TimeUnit.SECONDS)).isEmpty();
      assertThat(worker.classify(List.of("one"))).isDeepEqualTo(ANSWER);
    }
  }

  @Test
  void whenItFailsTheyAreAmongItsLastWords() throws Exception {
    ProcessBuilder failing = talker("agent 007 attached\n", "");
    failing.command().add("failing");
    try (WorkerProcess worker = WorkerProcess.start(5, failing, LONG_ENOUGH)) {
      worker.ready().get(30, TimeUnit.SECONDS);
      worker.finish();

      assertThat(worker.failure().get(30, TimeUnit.SECONDS))
          .hasMessageContaining("worker 5 ended with exit code 5")
          .hasMessageContaining("agent 007 attached")
          .hasMessageContaining("talker leaves");
      assertThatThrownBy(() -> worker.classify(List.of("one")))
          .isInstanceOf(InferenceException.class)
          .hasMessageContaining("talker leaves");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-XX:+PrintCommandLineFlags",
        "-agentlib:jdwp=transport=dt_socket,server=y,suspend=n,address=127.0.0.1:0"
      })
  void anOptionOfTheJvmThatPrintsDoesNoHarm(String option) {
    WorkerOptions options =
        new WorkerOptions(
            TinyModel.folder().directory(),
            AnsweredTexts.file(),
            new AnswerSource.Model(Weights.PRIVATE, new SessionSettings(1, false, 1)),
            1);
    ProcessBuilder worker = ChildJvm.describe(WorkerMain.class, List.of(), options.toArguments());
    worker.environment().put("JAVA_TOOL_OPTIONS", option);

    try (WorkerProcess process = WorkerProcess.start(1, worker, LONG_ENOUGH)) {
      for (Call call : Call.cut(AnsweredTexts.numbered(), 5)) {
        AnsweredTexts.check().check(call, process.classify(call.texts()));
      }
    }
  }

  private static ProcessBuilder talker(String first, String reply) {
    return ChildJvm.describe(Talker.class, List.of(), List.of(first, reply));
  }
}
