package distilbench;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.console.AwaitedLines;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * However a run is broken off, it leaves no process behind: neither the JMH host, nor the fork, nor
 * a worker.
 */
@Timeout(120)
@EnabledOnOs(OS.LINUX)
class ProcessesEndIT {
  private static final Duration LONGEST_LEFT = Duration.ofSeconds(2);
  private static final long POLL_MILLIS = 20;

  @TempDir private static Path folder;

  private final AwaitedLines output = new AwaitedLines();
  private Process host;
  private List<ProcessHandle> all;

  @BeforeAll
  static void prepareTinyModel() throws Exception {
    JarRun.in(folder, "model", "generate", "tiny", "--geometry", "tiny");
    JarRun prepared =
        JarRun.in(folder, "-p", "model=tiny", "-p", "deployment=SHARED_PREPACKED", "-f", "1");
    assertThat(prepared.exitCode()).as(prepared.output() + prepared.errors()).isZero();
  }

  @BeforeEach
  void startAnEndlessRun() throws Exception {
    host =
        new ProcessBuilder(
                // A process group of its own, as a terminal gives each command line.
                "setsid",
                // Whoever runs the tests in the background has them ignore Ctrl-C.
                "env",
                "--default-signal=INT",
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djmh.ignoreLock=true",
                "-XX:TieredStopAtLevel=1",
                "-jar",
                System.getProperty("benchmarks.jar"),
                "-p",
                "model=tiny",
                "-p",
                "deployment=SHARED_PREPACKED",
                "-p",
                "processes=2",
                "-f",
                "1",
                "-i",
                "1000000",
                // Shows iterations, so that the test knows when workers are at work.
                "-v",
                "EXTRA")
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    Thread reader = new Thread(this::read);
    reader.setDaemon(true);
    reader.start();
    output.await("Iteration   3:");
    all = new ArrayList<>(List.of(host.toHandle()));
    host.descendants().forEach(all::add);
    assertThat(all).as("host, fork, two workers").hasSize(4);
  }

  private void read() {
    try (BufferedReader lines = host.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        output.add(line);
      }
    } catch (IOException e) {
      output.add("(the rest is lost: " + e.getMessage() + ")");
    }
  }

  @AfterEach
  void endWhatIsLeft() {
    all.forEach(ProcessHandle::destroyForcibly);
  }

  @ParameterizedTest(name = "{1} to {0}")
  @CsvSource({"host, KILL", "fork, KILL", "worker, KILL", "group, INT"})
  void nothingIsLeft(String target, String signal) throws Exception {
    signal(signal, pid(target));

    Instant latest = Instant.now().plus(LONGEST_LEFT);
    while (all.stream().anyMatch(ProcessesEndIT::isRunning) && Instant.now().isBefore(latest)) {
      Thread.sleep(POLL_MILLIS);
    }
    assertThat(all).noneMatch(ProcessesEndIT::isRunning);
    if (target.equals("worker")) {
      // Ended for the kernel; Java notices a little later.
      assertThat(host.waitFor(10, TimeUnit.SECONDS)).isTrue();
      assertThat(host.exitValue()).isEqualTo(1);
      assertThat(output.text()).containsPattern("worker \\d ended by signal");
    }
  }

  @Tag("thorough")
  @ParameterizedTest(name = "{1} to {0}")
  @CsvSource({"host, TERM", "fork, TERM", "worker, TERM"})
  void nothingIsLeftIfAskedToEnd(String target, String signal) throws Exception {
    nothingIsLeft(target, signal);
  }

  private String pid(String target) {
    ProcessHandle fork = host.children().findFirst().orElseThrow();
    return switch (target) {
      case "host" -> Long.toString(host.pid());
      case "fork" -> Long.toString(fork.pid());
      case "worker" -> Long.toString(fork.children().findFirst().orElseThrow().pid());
      case "group" -> "-" + host.pid();
      default -> throw new IllegalArgumentException(target);
    };
  }

  /** A process that has ended may stay as a zombie until whoever adopted it takes notice. */
  private static boolean isRunning(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }

  private static void signal(String signal, String pid) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + signal, "--", pid).start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(kill.exitValue()).isZero();
  }
}
