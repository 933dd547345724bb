package distilbench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CPUs differ by model and features, not by how fast they happen to run. */
class CpuIdentityTest {
  private static final String CPU =
      """
      processor	: 0
      vendor_id	: AuthenticAMD
      cpu family	: 25
      model		: 17
      model name	: AMD EPYC
      cpu MHz		: 2596.130
      flags		: fpu avx2 avx512f
      """;

  @TempDir Path root;

  @Test
  void isTheSameAtAnotherFrequency() throws IOException {
    assertThat(identity(CPU.replace("2596.130", "3000.000"))).isEqualTo(identity(CPU));
  }

  @Test
  void differsByFeaturesAndByModel() throws IOException {
    assertThat(identity(CPU.replace(" avx512f", ""))).isNotEqualTo(identity(CPU));
    assertThat(identity(CPU.replace(": 17", ": 18"))).isNotEqualTo(identity(CPU));
  }

  @Test
  void looksAtTheFirstProcessorOnly() throws IOException {
    assertThat(identity(CPU + "\n" + CPU)).isEqualTo(identity(CPU)).contains("AMD EPYC");
  }

  @Test
  void isTheArchitectureWhereLinuxDoesNotTell() {
    assertThat(CpuIdentity.read(root)).contains(System.getProperty("os.arch"));
  }

  private String identity(String cpuinfo) throws IOException {
    Path proc = Files.createDirectories(root.resolve("proc"));
    Files.writeString(proc.resolve("cpuinfo"), cpuinfo);
    return CpuIdentity.read(root);
  }
}
