package distilbench.machine.noise;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import distilbench.jvm.ChildJvm;
import distilbench.machine.Fact;
import distilbench.proctree.ProcFs;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A process that keeps a core of this machine busy is noise, unless it is what is measured. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class NoiseMeterTest {
  private static final Duration WINDOW = Duration.ofSeconds(1);

  /** The kernel counts in hundredths of a second, at both ends, for both processes. */
  private static final double CLOCKS = 0.1;

  private final ProcFs processes = ProcFs.ofThisMachine();

  @Test
  void aBusyProcessIsForeignToEveryTreeButItsOwn() throws Exception {
    Process idle = new ProcessBuilder("sleep", "60").start();
    Process busy = ChildJvm.describe(Spinner.class, List.of("-Xint"), List.of()).start();
    try {
      assertThat(busy.inputReader().readLine()).isEqualTo("spinning");
      double busyBefore = cpuSeconds(busy.pid());
      NoiseMeter.Open besideIt = NoiseMeter.of(idle.pid()).open();
      NoiseMeter.Open ofIt = NoiseMeter.of(busy.pid()).open();
      Thread.sleep(WINDOW.toMillis());
      NoiseMeter.Measured its = ofIt.end();
      NoiseMeter.Measured others = besideIt.end();
      double busyCores = (cpuSeconds(busy.pid()) - busyBefore) / others.window().seconds();

      assertThat(busyCores).as("the busy process's own account").isBetween(0.1, 1.2);
      assertThat(others.noise().foreignCpuCores().value())
          .as("what others than an idle process used")
          .isGreaterThan(busyCores - CLOCKS);
      assertThat(others.noise().foreignCpuCores().value() - its.noise().foreignCpuCores().value())
          .as("what the choice of the tree changes, whatever else runs on this machine")
          .isCloseTo(busyCores, within(CLOCKS));
    } finally {
      idle.destroyForcibly().waitFor();
      busy.destroyForcibly().waitFor();
    }
  }

  @Test
  void anIdleWindowLastsAsLongAsAskedAndHasPressure() throws InterruptedException {
    Instant before = Instant.now();

    NoiseMeter.Idle idle = NoiseMeter.ofThisMachine().idle(Duration.ofMillis(200));

    assertThat(idle.window().seconds()).isBetween(0.2, 10.0);
    assertThat(idle.window().start())
        .isBetween(before.truncatedTo(ChronoUnit.MILLIS), Instant.now());
    assertThat(idle.noise().stealCores().value()).isGreaterThanOrEqualTo(0);
    for (Fact<Double> share : List.of(idle.pressure().cpu(), idle.pressure().memory())) {
      assertThat(share.isKnown() ? share.value() : 0).isBetween(0.0, 1.2);
    }
  }

  private double cpuSeconds(long pid) throws IOException {
    return processes.stat(pid).totalCpuSeconds();
  }
}
