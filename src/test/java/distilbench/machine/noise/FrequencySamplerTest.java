package distilbench.machine.noise;

import static distilbench.machine.FactAssertions.assertKnown;
import static org.assertj.core.api.Assertions.assertThat;

import distilbench.machine.Fact;
import distilbench.machine.MachineFiles;
import distilbench.machine.RecordedMachine;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The frequency during a window, not that of the idle cores at its ends. */
@Timeout(30)
class FrequencySamplerTest {
  /** Longer than until the first sample, shorter than until the second. */
  private static final long WINDOW_MILLIS = 900;

  @TempDir private Path root;

  @Test
  void whatTheCoresHadAtTheEndsDoesNotCount() throws Exception {
    frequency(1_000_000);
    FrequencySampler sampler = FrequencySampler.start(new MachineFiles(root));
    frequency(3_000_000);
    Thread.sleep(WINDOW_MILLIS);
    frequency(1_000_000);

    assertKnown(sampler.stop(), 3000.0);
  }

  @Test
  void aVeryShortWindowHasNone() throws IOException {
    frequency(1_000_000);

    Fact<Double> mean = FrequencySampler.start(new MachineFiles(root)).stop();

    assertThat(mean.whyNull()).contains("shorter than");
  }

  @Test
  void whereThereIsNoneTheReasonStays() throws IOException {
    RecordedMachine.unpack("kvm-vm", root);

    Fact<Double> mean = FrequencySampler.start(new MachineFiles(root)).stop();

    assertThat(mean.whyNull()).contains("aperfmperf");
  }

  private void frequency(int kilohertz) throws IOException {
    RecordedMachine.write(root, "sys/devices/system/cpu/online", "0\n");
    RecordedMachine.write(
        root, "sys/devices/system/cpu/cpu0/cpufreq/scaling_cur_freq", kilohertz + "\n");
  }
}
