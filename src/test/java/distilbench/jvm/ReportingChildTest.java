package distilbench.jvm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A child may take as long as it likes, as long as it does something. */
@Timeout(60)
@EnabledOnOs(OS.LINUX)
class ReportingChildTest {
  private static final Duration LIMIT = Duration.ofMillis(500);

  @Test
  void oneThatPrintsIsWaitedFor() throws Exception {
    assertThat(ends("for i in 1 2 3 4 5; do echo $i; sleep 0.2; done")).isTrue();
  }

  @Test
  void oneThatComputesIsWaitedFor() throws Exception {
    assertThat(ends("timeout 1 sh -c 'while :; do :; done'; true")).isTrue();
  }

  @Test
  void oneThatSleepsIsNot() throws Exception {
    assertThat(ends("sleep 54321")).isFalse();

    Polling.until(
        () ->
            ProcessHandle.allProcesses()
                .noneMatch(any -> any.info().commandLine().orElse("").endsWith("sleep 54321")));
  }

  @Test
  void oneThatIsStoppedIsNotWaitedForAsLong() throws Exception {
    try (ReportingChild child =
        ReportingChild.start(new ProcessBuilder("sh", "-c", "kill -STOP $$"))) {
      assertThat(child.awaitWhileBusy(Duration.ofMinutes(1), LIMIT))
          .hasValueSatisfying(
              silence -> assertThat(silence).isBetween(LIMIT, LIMIT.plusSeconds(9)));
    }
  }

  private static boolean ends(String script) throws Exception {
    try (ReportingChild child = ReportingChild.start(new ProcessBuilder("sh", "-c", script))) {
      return child.awaitWhileBusy(LIMIT).isEmpty();
    }
  }
}
