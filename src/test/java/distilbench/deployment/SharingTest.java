package distilbench.deployment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.inference.InferenceException;
import distilbench.inference.SessionSettings;
import distilbench.inference.Weights;
import distilbench.model.TinyModel;
import distilbench.proctree.ProcFs;
import distilbench.worker.AnswerSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only what the kernel shows to be shared counts as shared. */
class SharingTest {
  private static final long MATRIX_KIB = 1000;

  @TempDir Path proc;
  private Path weights;

  @BeforeEach
  void makeWeights() throws IOException {
    weights = Files.writeString(proc.resolve("weights.bin"), "weights").toRealPath();
  }

  @Test
  void pagesThatAllWorkersShareAreVerified() throws IOException {
    worker(1, "Shared_Clean: 990 kB");
    worker(2, "Shared_Dirty: 950 kB");

    assertThat(verify()).isEqualTo(Sharing.VERIFIED);
  }

  @Test
  void oneWorkerWithPagesOfItsOwnFailsTheRun() throws IOException {
    worker(1, "Shared_Clean: 990 kB");
    worker(2, "Shared_Clean: 940 kB\nPrivate_Clean: 50 kB");

    assertThatThrownBy(this::verify)
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("process 2 shares 0.9 of 1.0 MiB")
        .hasMessageContaining(weights.toString());
  }

  @Test
  void writtenPagesFailTheRun() throws IOException {
    worker(1, "Shared_Clean: 990 kB\nPrivate_Dirty: 1024 kB");
    worker(2, "Shared_Clean: 990 kB");

    assertThatThrownBy(this::verify).hasMessageContaining("1.0 MiB of it to itself");
  }

  @Test
  void anotherFileDoesNotCount() throws IOException {
    worker(1, "Shared_Clean: 990 kB");
    Path smaps = proc.resolve("1/smaps");
    Files.writeString(smaps, Files.readString(smaps).replace("weights.bin", "weights.old"));

    assertThatThrownBy(this::verify).hasMessageContaining("process 1 shares 0.0");
  }

  @Test
  void whereTheKernelDoesNotTellItIsUnknown() throws IOException {
    worker(1, "Shared_Clean: 990 kB");

    assertThat(verify()).isNaN();
  }

  @Test
  void oneWorkerOrPrivateWeightsHaveNothingToVerify() {
    assertThat(Sharing.verify(TinyModel.folder(), model(Weights.MAPPED), List.of(1L))).isNaN();
    assertThat(Sharing.verify(TinyModel.folder(), model(Weights.PRIVATE), List.of(1L, 2L))).isNaN();
    assertThat(Sharing.verify(TinyModel.folder(), new AnswerSource.Reference(), List.of(1L, 2L)))
        .isNaN();
  }

  private static AnswerSource model(Weights weights) {
    return new AnswerSource.Model(weights, new SessionSettings(1, false, 1));
  }

  private double verify() {
    return new Sharing(weights, MATRIX_KIB * 1024, ProcFs.at(proc)).verify(List.of(1L, 2L));
  }

  private void worker(long pid, String fields) throws IOException {
    Path process = Files.createDirectory(proc.resolve(Long.toString(pid)));
    Files.writeString(
        process.resolve("smaps"),
        "7f97f89f4000-7f97f92f4000 rw-p 00000000 fe:00 77   " + weights + "\n" + fields + "\n");
  }
}
