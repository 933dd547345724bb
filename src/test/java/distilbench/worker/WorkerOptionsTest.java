package distilbench.worker;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.inference.BatchLimits;
import distilbench.inference.SessionSettings;
import distilbench.model.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A worker understands its command line as its parent meant it. */
class WorkerOptionsTest {

  static Stream<WorkerOptions> options() {
    return Stream.of(
        new WorkerOptions(
            Path.of("/m"),
            Path.of("/m/set"),
            new AnswerSource.Model(Weights.PRIVATE, new SessionSettings(2, true, 3)),
            1),
        new WorkerOptions(Path.of("/m"), Path.of("/m/set"), new AnswerSource.Reference(), 4),
        new WorkerOptions(
            Path.of("a folder", "--callers"),
            Path.of("--answers"),
            new AnswerSource.Model(
                Weights.PREPACKED, new SessionSettings(0, false, new BatchLimits(1, 512))),
            7));
  }

  @ParameterizedTest
  @MethodSource("options")
  void whatIsWrittenIsRead(WorkerOptions options) {
    List<String> arguments = options.toArguments();

    assertThat(WorkerOptions.parse(arguments.toArray(String[]::new))).isEqualTo(options);
  }
}
