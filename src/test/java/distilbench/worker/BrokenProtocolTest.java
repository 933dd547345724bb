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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A worker that talks nonsense fails the call with its number and its words, and is ended. */
@Timeout(60)
class BrokenProtocolTest {
  private static final Duration LONG_ENOUGH = Duration.ofSeconds(30);

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
          {"id":0,"logits":[[1,2],[1,2            | Unexpected end-of-input
          {"id":0,"logits":[[NaN,2],[1,2]]}       | NaN
          begun {"id":0,"logits":[[1,2],[1,2      | Unexpected end-of-input
          begun {"id":7,"logits":[[1,2],[1,2]]}   | it answers no request
          {"level":"info"}                        | Unrecognized field "level"
          {}                                      | it answers no request
          {"id":7,"logits":[[1,2],[1,2]]}         | it answers no request
          {"logits":[[1,2],[1,2]]}                | it answers no request
          {"id":0,"logits":[null,null]}           | not logits of one width for each of 2 texts
          {"id":0}                                | not logits of one width for each of 2 texts
          {"id":0,"logits":[[1,2]]}               | not logits of one width for each of 2 texts
          {"id":0,"logits":[[1,2],[1]]}           | not logits of one width for each of 2 texts
          {"id":0,"logits":[[1,2],[1,2],[1,2]]}   | not logits of one width for each of 2 texts
          """)
  void nonsenseFailsTheCall(String reply, String reason) throws Exception {
    ProcessBuilder babbler = ChildJvm.describe(Babbler.class, List.of(), List.of(reply));
    try (WorkerProcess worker = WorkerProcess.start(5, babbler, LONG_ENOUGH)) {
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
}
