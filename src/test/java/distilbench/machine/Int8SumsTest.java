package distilbench.machine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where nobody says that sums of 8-bit products are exact, they are taken not to be. */
class Int8SumsTest {
  @TempDir private Path root;

  @ParameterizedTest
  @CsvSource({
    "amd64,  fpu avx2 avx512f avx512bw,             false",
    "amd64,  fpu avx2 avx512f avx512bw avx512_vnni, true",
    "x86_64, fpu avx2 avx_vnni,                     true",
    "amd64,  fpu amx_tile amx_int8,                 true",
    "amd64,  fpu avx512_vnni2,                      false",
    "aarch64, fp asimd,                             true",
    "aarch64, fp asimd asimddp i8mm,                true",
    "riscv64, rv64imafdcv,                          false"
  })
  void theInstructionsDecide(String architecture, String flags, boolean exact) throws IOException {
    RecordedMachine.write(root, "proc/cpuinfo", "processor\t: 0\nflags\t\t: " + flags + "\n");

    assertThat(Int8Sums.areExact(root, architecture)).isEqualTo(exact);
  }

  @Test
  void recordedMachinesAreTold() throws IOException {
    RecordedMachine.unpack("kvm-vm", root);
    assertThat(Int8Sums.areExact(root, "amd64")).as("AMD EPYC-Milan").isFalse();

    RecordedMachine.unpack("arm", root);
    assertThat(Int8Sums.areExact(root, "aarch64")).isTrue();
  }

  @Test
  void withoutLinuxsFilesTheArchitectureDecides() {
    assertThat(Int8Sums.areExact(root, "amd64")).isFalse();
    assertThat(Int8Sums.areExact(root, "aarch64")).isTrue();
  }
}
