package distilbench;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.jvm.ChildProgram;
import distilbench.jvm.Polling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** However a run ends, the temporary folder is as it was: at once, or after the next run. */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
@Tag("thorough")
class LitterIT {
  @TempDir private static Path shared;

  @TempDir private Path folder;
  private Path temporary;

  @BeforeAll
  static void generateModel() throws Exception {
    JarRun generated = JarRun.in(shared, "model", "generate", "tiny", "--geometry", "tiny");
    assertThat(generated.exitCode()).as(generated.errors()).isZero();
  }

  @BeforeEach
  void makeATemporaryFolder() throws IOException {
    temporary = Files.createDirectory(folder.resolve("tmp"));
  }

  @Test
  void whatAKilledRunLeavesGoesWithTheNextOne() throws Exception {
    try (ChildProgram run = start("first.json", "1000000")) {
      awaitFork(run);
      assertThat(entries()).as("a run's own folder, JMH's lock and files").hasSizeGreaterThan(2);
      run.kill();
    }
    assertThat(entries()).anyMatch(name -> name.matches("jmh\\d+stdout"));
    Polling.until(() -> forks().isEmpty());

    try (ChildProgram next = start("next.json", "1")) {
      assertThat(next.exitCode()).as(next.errors().text()).isZero();
    }

    assertThat(entries()).containsExactly("jmh.lock");
    for (String file : List.of("next.json", "next.env.json")) {
      assertThat(folder.resolve(file))
          .as("two runs must not differ by where their temporary files were")
          .content()
          .doesNotContain("distilbench-run", "java.io.tmpdir");
    }
  }

  @Test
  void aRunThatIsStoppedLeavesNothing() throws Exception {
    try (ChildProgram run = start("r.json", "1000000")) {
      awaitFork(run);
      new ProcessBuilder("kill", "-INT", Long.toString(run.pid())).start().waitFor();
      assertThat(run.exitCode()).isGreaterThan(128);
    }

    assertThat(entries()).containsExactly("jmh.lock");
  }

  private void awaitFork(ChildProgram run) throws Exception {
    run.output().await("row 1 of 1");
    Polling.untilFound(
        () ->
            ProcessHandle.of(run.pid())
                .orElseThrow()
                .descendants()
                .filter(process -> process.info().commandLine().orElse("").contains("WorkerMain"))
                .findFirst());
  }

  /** Forks and workers end a moment after their parents. */
  private List<ProcessHandle> forks() {
    return ProcessHandle.allProcesses()
        .filter(process -> process.info().commandLine().orElse("").contains(temporary.toString()))
        .toList();
  }

  /** Under JMH's lock, as users run it, in a temporary folder that nobody else uses. */
  private ChildProgram start(String results, String iterations) throws IOException {
    List<String> command = new ArrayList<>();
    // Whoever runs the tests in the background has them ignore Ctrl-C.
    command.addAll(List.of("env", "--default-signal=INT"));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:TieredStopAtLevel=1", "-Djava.io.tmpdir=" + temporary));
    command.addAll(List.of("-jar", System.getProperty("benchmarks.jar"), "-rff"));
    command.add(folder.resolve(results).toString());
    command.addAll(List.of("-p", "model=tiny", "-p", "texts=8"));
    command.addAll(List.of("-p", "deployment=MULTIPROCESS_BUDGETED", "-p", "processes=2"));
    command.addAll(List.of("-f", "1", "-i", iterations));
    return ChildProgram.start(new ProcessBuilder(command).directory(shared.toFile()));
  }

  private List<String> entries() throws IOException {
    try (Stream<Path> entries = Files.list(temporary)) {
      return entries.map(entry -> entry.getFileName().toString()).toList();
    }
  }
}
