package distilbench.machine.noise;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.jvm.ChildJvm;
import distilbench.proctree.ProcFs;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A process that is stopped, and goes on, was stopped for about that long. */
@EnabledOnOs(OS.LINUX)
@Timeout(60)
class StopSamplerTest {
  /** Looks are 0.2 s apart, and on a busy machine more. */
  private static final double INACCURACY_SECONDS = 0.45;

  private Process spinner;

  @BeforeEach
  void start() throws IOException {
    spinner = ChildJvm.describe(Spinner.class, List.of("-Xint"), List.of()).start();
    assertThat(spinner.inputReader().readLine()).isEqualTo("spinning");
  }

  @AfterEach
  void kill() throws InterruptedException {
    spinner.destroyForcibly().waitFor();
  }

  @Test
  void timeBetweenStopAndContinueCounts() throws Exception {
    StopSampler sampler =
        StopSampler.start(ProcFs.ofThisMachine(), List.of(spinner.pid(), 999_999_999L));
    long began = System.nanoTime();
    signal("STOP");
    Thread.sleep(1000);
    signal("CONT");
    double stopped = (System.nanoTime() - began) / 1e9;
    Thread.sleep(300);

    assertThat(sampler.stop())
        .isBetween(stopped - INACCURACY_SECONDS, stopped + INACCURACY_SECONDS);
  }

  @Test
  void whatRunsIsNotStopped() throws Exception {
    StopSampler sampler = StopSampler.start(ProcFs.ofThisMachine(), List.of());
    sampler.watch(List.of(spinner.pid()));
    Thread.sleep(500);

    assertThat(sampler.stop()).isZero();
  }

  private void signal(String name) throws Exception {
    Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(spinner.pid())).start();
    assertThat(kill.waitFor()).isZero();
  }
}
