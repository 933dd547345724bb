package distilbench.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sides understand each other, though only the parent has data binding. */
class WorkerMessagesTest {
  private final ObjectMapper parent = new ObjectMapper();
  private final WorkerMessages worker = new WorkerMessages();

  @Test
  void requestsAreRead() throws IOException {
    Message.Request request =
        new Message.Request(1L << 40, List.of("", "crème\n“brûlée”\t\u0000\\ \"葡萄\" 🍷\u2028"));

    assertThat(worker.read(parent.writeValueAsString(request))).isEqualTo(request);
    assertThat(worker.read("{\"texts\": [], \"id\": 0}"))
        .isEqualTo(new Message.Request(0, List.of()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{\"id\": 1}",
        "{\"texts\": []}",
        "{\"id\": 1, \"texts\": [1]}",
        "{\"id\": 1, \"texts\": \"one\"}",
        "{\"id\": \"1\", \"texts\": []}",
        "{\"id\": 1, \"texts\": [\"unfinished\"",
        "{\"id\": 1, \"texts\": [], \"more\": 2}"
      })
  void whatIsNoRequestIsRefused(String line) {
    assertThatThrownBy(() -> worker.read(line)).isInstanceOf(JsonProcessingException.class);
  }

  @Test
  void answersKeepEveryBit() throws IOException {
    float[][] logits = {{1.0e-45f, -0.0f, 3.4028235e38f}, {0.1f, 1 / 3f, 16777216}};

    Message.FromWorker message = received(worker.answer(7, logits));

    assertThat(message.id()).isEqualTo(7);
    assertThat(message.logits()).isDeepEqualTo(logits);
    assertThat(message.error()).isNull();
    assertThat(message.ready()).isNull();
  }

  @Test
  void errorsAreTold() throws IOException {
    Message.FromWorker message = received(worker.error(7, "it broke:\n\"🍷\" \uD83C"));

    assertThat(message)
        .isEqualTo(new Message.FromWorker(null, 7L, null, null, null, "it broke:\n\"🍷\" ?"));
  }

  @Test
  void factsOfEveryKindAreTold() throws IOException {
    Map<String, Object> facts =
        Map.of(
            "pid",
            1L << 40,
            "java",
            "17",
            "jvmFlags",
            List.of("-a", "-b"),
            "environment",
            Map.of("A", "1"));

    assertThat(received(worker.ready(facts)))
        .isEqualTo(new Message.FromWorker(facts, null, null, null, null, null));
  }

  /** A line is read up to its end and no further. */
  private Message.FromWorker received(byte[] line) throws IOException {
    String text = new String(line, StandardCharsets.UTF_8);
    assertThat(text).endsWith("}\n").hasLineCount(1);
    return parent.readValue(text, Message.FromWorker.class);
  }
}
