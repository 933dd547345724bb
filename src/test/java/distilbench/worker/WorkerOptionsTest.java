package distilbench.worker;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.inference.SessionSettings;
import distilbench.inference.Weights;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A worker understands its command line as its parent meant it. */
class WorkerOptionsTest {

  static Stream<WorkerOptions> options() {
    return Stream.of(
        new WorkerOptions(
            Path.of("/m"), Optional.of(Weights.PRIVATE), 1, new SessionSettings(2, true, 3)),
        new WorkerOptions(Path.of("/m"), Optional.empty(), 4, new SessionSettings(5, false, 6)),
        new WorkerOptions(
            Path.of("a folder", "--callers"),
            Optional.of(Weights.PREPACKED),
            7,
            new SessionSettings(0, false, 1)));
  }

  @ParameterizedTest
  @MethodSource("options")
  void whatIsWrittenIsRead(WorkerOptions options) {
    List<String> arguments = options.toArguments();

    assertThat(WorkerOptions.parse(arguments.toArray(String[]::new))).isEqualTo(options);
  }
}
