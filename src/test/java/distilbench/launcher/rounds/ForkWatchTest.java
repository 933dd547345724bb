package distilbench.launcher.rounds;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.jvm.LivingProcess;
import distilbench.jvm.Polling;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What gives no sign of life is killed with all that it has started, and nothing else is. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class ForkWatchTest {
  private static final Duration LIMIT = Duration.ofMillis(500);

  private final List<String> said = new CopyOnWriteArrayList<>();
  private final List<Process> started = new CopyOnWriteArrayList<>();

  @AfterEach
  void endWhatIsLeft() {
    started.forEach(Process::destroyForcibly);
  }

  @Test
  void aStoppedForkIsKilledWithItsStoppedChild() throws Exception {
    Process other = start("sleep 600");
    try (ForkWatch watch = ForkWatch.start(LIMIT, said::add)) {
      Process fork = start("sleep 600 & kill -STOP $!; echo $!; kill -STOP $$");
      ProcessHandle child =
          ProcessHandle.of(Long.parseLong(fork.inputReader().readLine())).orElseThrow();
      watch.got("iteration 3 began", Duration.ZERO);

      assertThat(fork.waitFor(10, TimeUnit.SECONDS)).isTrue();

      Polling.until(() -> !LivingProcess.runs(child));
      assertThat(said)
          .singleElement()
          .asString()
          .matches(
              "The fork \\(pid "
                  + fork.pid()
                  + ", stopped by a signal\\) gave no sign of life for \\d+ s,"
                  + " since iteration 3 began: killed.");
      assertThat(other.isAlive()).isTrue();
    }
  }

  @Test
  void whatIsPlannedIsWaitedFor() throws Exception {
    try (ForkWatch watch = ForkWatch.start(LIMIT, said::add)) {
      watch.got("iteration 1 began", Duration.ofMinutes(10));
      Process fork = start("sleep 600");

      assertThat(fork.waitFor(1, TimeUnit.SECONDS)).isFalse();
    }
    assertThat(said).isEmpty();
  }

  @Test
  void nothingIsKilledWhenAllIsMeasured() throws Exception {
    ForkWatch.start(LIMIT, said::add).close();
    Process next = start("sleep 600");

    assertThat(next.waitFor(1, TimeUnit.SECONDS)).isFalse();
  }

  private Process start(String script) throws Exception {
    Process process = new ProcessBuilder("sh", "-c", script).start();
    started.add(process);
    return process;
  }
}
