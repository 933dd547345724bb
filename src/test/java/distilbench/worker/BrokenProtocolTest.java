package distilbench.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.inference.InferenceException;
import distilbench.jvm.ChildJvm;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A worker that talks nonsense fails the call with its number and its words, and is ended. */
@Timeout(60)
class BrokenProtocolTest {

  /** A program that gets ready, then answers every request with its first argument. */
  static final class Babbler {
    public static void main(String[] arguments) throws Exception {
      System.err.println("babbler speaking");
      System.out.println("{\"ready\":{}}");
      BufferedReader requests = new BufferedReader(new InputStreamReader(System.in));
      while (requests.readLine() != null) {
        System.out.println(arguments[0]);
      }
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"id":0,"logits":[[1,2]                 | Unexpected end-of-input
          {"id":7,"logits":[[1,2],[1,2]]}         | it answers no request
          {"logits":[[1,2],[1,2]]}                | it answers no request
          {"id":0,"logits":[null,null]}           | not 2 logits for each of 2 texts
          {"id":0}                                | not 2 logits for each of 2 texts
          {"id":0,"logits":[[1,2]]}               | not 2 logits for each of 2 texts
          {"id":0,"logits":[[1,2],[1]]}           | not 2 logits for each of 2 texts
          {"id":0,"logits":[[1,2],[1,2],[1,2]]}   | not 2 logits for each of 2 texts
          """)
  void nonsenseFailsTheCall(String reply, String reason) throws Exception {
    ProcessBuilder babbler = ChildJvm.describe(Babbler.class, List.of(), List.of(reply));
    try (WorkerProcess worker = WorkerProcess.start(5, babbler)) {
      worker.ready().get(30, TimeUnit.SECONDS);

      assertThatThrownBy(() -> worker.classify(List.of("one", "two")))
          .isInstanceOf(InferenceException.class)
          .hasMessageContaining("worker 5 broke the protocol")
          .hasMessageContaining(reason)
          .hasMessageContaining("babbler speaking");
      ProcessHandle.of(worker.pid())
          .ifPresent(left -> assertThat(left.onExit()).succeedsWithin(Duration.ofSeconds(2)));
    }
  }

  /** A program that prints what is no message before, between and in front of its replies. */
  static final class Chatterer {
    public static void main(String[] arguments) throws Exception {
      System.out.println("-XX:+PrintCommandLineFlags");
      System.out.println("null");
      System.out.println("{\"ready\":{}}");
      BufferedReader requests = new BufferedReader(new InputStreamReader(System.in));
      for (int id = 0; requests.readLine() != null; id++) {
        System.out.println("{\"level\":\"info\"}");
        System.out.print("Listening for transport dt_socket ");
        System.out.println("{\"id\":" + id + ",\"logits\":[[" + id + ",1]]}");
      }
      System.exit(3);
    }
  }

  @Test
  void whatIsNoMessageIsPassedOnAsWords() throws Exception {
    ProcessBuilder chatterer = ChildJvm.describe(Chatterer.class, List.of(), List.of());
    try (WorkerProcess worker = WorkerProcess.start(5, chatterer)) {
      for (int id = 0; id < 3; id++) {
        assertThat(worker.classify(List.of("one"))).isEqualTo(new float[][] {{id, 1}});
      }

      assertThat(worker.describe())
          .contains("-XX:+PrintCommandLineFlags", "{\"level\":\"info\"}", "Listening for");
    }
  }
}
