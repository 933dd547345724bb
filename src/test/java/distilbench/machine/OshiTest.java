package distilbench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

@Timeout(60)
class OshiTest {
  private static final Duration SHORT = Duration.ofSeconds(1);

  @Test
  @EnabledOnOs(OS.LINUX)
  void aHelperProgramThatHangsIsEndedAndItsFactUnknown() throws Exception {
    AtomicReference<Process> helper = new AtomicReference<>();

    Fact<String> fact =
        Oshi.ask(
            () -> {
              try {
                helper.set(new ProcessBuilder("sleep", "600").start());
                return Integer.toString(helper.get().waitFor());
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
            },
            answer -> true,
            SHORT);

    assertThat(fact.value()).isNull();
    assertThat(fact.whyNull()).isEqualTo("oshi did not answer within 1 s");
    assertThat(helper.get().waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void whatFailsIsUnknownForItsReason() {
    Fact<String> fact =
        Oshi.ask(
            () -> {
              throw new NoClassDefFoundError("a library");
            },
            answer -> true,
            SHORT);

    assertThat(fact.whyNull()).isEqualTo("oshi failed: java.lang.NoClassDefFoundError: a library");
  }
}
