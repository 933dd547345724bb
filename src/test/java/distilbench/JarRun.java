package distilbench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * One run of {@code java -jar benchmarks.jar} as a child process, to its end.
 *
 * @param exitCode what it ended with
 * @param output standard output
 * @param errors standard error
 */
record JarRun(int exitCode, String output, String errors) {
  /**
   * Of the launcher's JVM in tests. JMH allows one run per machine; the tests time nothing. A run
   * of seconds is over before the optimizing compiler pays off; forks have flags of their own.
   */
  static final List<String> FLAGS = List.of("-Djmh.ignoreLock=true", "-XX:TieredStopAtLevel=1");

  private static final long TIMEOUT_SECONDS = 300;

  /** Runs the jar in a folder and waits for its end. */
  static JarRun in(Path folder, String... arguments) throws IOException, InterruptedException {
    return in(folder, Map.of(), arguments);
  }

  /**
   * The same in another environment.
   *
   * @param environment variables besides those of this JVM
   */
  static JarRun in(Path folder, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(FLAGS);
    command.add("-jar");
    command.add(System.getProperty("benchmarks.jar"));
    command.addAll(List.of(arguments));
    Path output = Files.createTempFile("jar-run", ".out");
    Path errors = Files.createTempFile("jar-run", ".err");
    try {
      ProcessBuilder run =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectOutput(output.toFile())
              .redirectError(errors.toFile());
      run.environment().putAll(environment);
      Process process = run.start();
      if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
        process.destroy();
        process.waitFor();
        throw new IllegalStateException("still running: " + command + "\n" + read(output));
      }
      return new JarRun(process.exitValue(), read(output), read(errors));
    } finally {
      Files.delete(output);
      Files.delete(errors);
    }
  }

  private static String read(Path file) throws IOException {
    return Files.readString(file);
  }
}
