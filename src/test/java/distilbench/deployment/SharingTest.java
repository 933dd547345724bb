package distilbench.deployment;

import static distilbench.proctree.RecordedMaps.OWN;
import static distilbench.proctree.RecordedMaps.SHARED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.inference.InferenceException;
import distilbench.inference.SessionSettings;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import distilbench.proctree.ProcFs;
import distilbench.proctree.RecordedMaps;
import distilbench.worker.AnswerSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Only what workers are seen to share with each other counts as shared. */
class SharingTest {
  private static final long MATRIX_KIB = 1000;

  @TempDir Path proc;
  private Path weights;

  @BeforeEach
  void makeWeights() throws IOException {
    weights = Files.writeString(proc.resolve("weights.bin"), "weights").toRealPath();
  }

  @Test
  void pagesThatWorkersShareAreVerified() throws IOException {
    worker(1).map(name(weights), 0, pages(240, SHARED));
    worker(2).map(name(weights), 0, pages(250, SHARED));
    worker(3).map(name(weights), 5, pages(240, SHARED));

    assertThat(verify(1L, 2L, 3L)).isEqualTo(Sharing.VERIFIED);
  }

  @Test
  void oneWorkerWithPagesOfItsOwnFailsTheRun() throws IOException {
    worker(1).map(name(weights), 0, pages(245, SHARED));
    worker(2).map(name(weights), 0, pages(245, SHARED));
    worker(3).map(name(weights), 15, pages(245, SHARED));

    assertThatThrownBy(() -> verify(1L, 2L, 3L))
        .isInstanceOf(InferenceException.class)
        .hasMessageContaining("process 3 shares 0.9 of 1.0 MiB")
        .hasMessageContaining(weights.toString());
  }

  /** The kernel calls these pages shared. */
  @Test
  void whatOnlyAStrangerMapsIsNotShared() throws IOException {
    worker(1).map(name(weights), 0, pages(250, SHARED));
    worker(2).map(name(weights), 250, pages(250, SHARED));
    worker(7).map(name(weights), 0, pages(500, SHARED));

    assertThatThrownBy(() -> verify(1L, 2L)).hasMessageContaining("process 1 shares 0.0");
  }

  @Test
  void writtenPagesFailTheRun() throws IOException {
    worker(1).map(name(weights), 0, pages(250, SHARED)).map(name(weights), 250, pages(256, OWN));
    worker(2).map(name(weights), 0, pages(250, SHARED));

    assertThatThrownBy(() -> verify(1L, 2L)).hasMessageContaining("its own copies of 1.0 MiB");
  }

  @Test
  void anotherFileDoesNotCount() throws IOException {
    worker(1).map("fe:00 77   " + weights + ".old", 0, pages(250, SHARED));
    worker(2).map(name(weights), 0, pages(250, SHARED));

    assertThatThrownBy(() -> verify(1L, 2L)).hasMessageContaining("process 1 shares 0.0");
  }

  @Test
  void whereTheKernelDoesNotTellItIsUnknown() throws IOException {
    worker(1).map(name(weights), 0, pages(250, SHARED));
    worker(2).map(name(weights), 0, pages(250, SHARED));
    Files.delete(proc.resolve("2/pagemap"));

    assertThat(verify(1L, 2L)).isNaN();
  }

  @Test
  void oneWorkerOrPrivateWeightsHaveNothingToVerify() {
    assertThat(
            Sharing.verify(
                TinyModel.folder(), Optional.empty(), model(Weights.MAPPED), List.of(1L)))
        .isNaN();
    assertThat(
            Sharing.verify(
                TinyModel.folder(), Optional.empty(), model(Weights.PRIVATE), List.of(1L, 2L)))
        .isNaN();
    assertThat(
            Sharing.verify(
                TinyModel.folder(),
                Optional.empty(),
                new AnswerSource.Reference(),
                List.of(1L, 2L)))
        .isNaN();
  }

  private static AnswerSource model(Weights weights) {
    return new AnswerSource.Model(weights, new SessionSettings(1, false, 1));
  }

  private double verify(Long... pids) {
    return new Sharing(weights, MATRIX_KIB * 1024, ProcFs.at(proc)).verify(List.of(pids));
  }

  private RecordedMaps worker(long pid) throws IOException {
    return new RecordedMaps(proc, pid);
  }

  private static String name(Path file) {
    return "fe:00 77   " + file;
  }

  private static long[] pages(int count, long entry) {
    long[] entries = new long[count];
    Arrays.fill(entries, entry);
    return entries;
  }
}
