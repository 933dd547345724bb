package distilbench.engine;

import distilbench.console.InvalidInputException;
import distilbench.jvm.ReportingChild;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Runs what finishes an engine before it is measured: installers, builds, conversions. */
final class EngineTools {
  /** How long one may print nothing and compute nothing: a server may be slow to answer. */
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(5);

  private EngineTools() {}

  /**
   * Runs a command to its end. What it prints goes to standard error.
   *
   * @param what it does, for messages
   * @throws InvalidInputException if it cannot be started, fails or hangs
   */
  static void run(
      String what, List<String> command, Map<String, String> variables, Path directory) {
    ProcessBuilder builder = new ProcessBuilder(command).directory(directory.toFile());
    EngineProgram.clean(builder.environment());
    builder.environment().putAll(variables);
    try (ReportingChild child = ReportingChild.start(builder)) {
      Optional<Duration> idle = child.awaitWhileBusy(LONGEST_SILENCE);
      if (idle.isPresent()) {
        throw failed(
            what, "gave no sign of life for " + idle.get().toSeconds() + " s " + child.describe());
      } else if (child.exitCode() != 0) {
        throw failed(what, child.describeEnd());
      }
    } catch (IOException e) {
      throw failed(what, "cannot be started: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted: " + what, e);
    }
  }

  private static InvalidInputException failed(String what, String why) {
    return new InvalidInputException(
        String.format("%s %s; mend that, or leave this engine out", what, why));
  }

  /** A program on the path. */
  static Optional<Path> find(String program) {
    return Stream.of(System.getenv().getOrDefault("PATH", "").split(":"))
        .filter(folder -> !folder.isEmpty())
        .map(folder -> Path.of(folder, program))
        .filter(Files::isExecutable)
        .findFirst();
  }
}
