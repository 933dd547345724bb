package distilbench.deployment;

import distilbench.inference.InferenceException;
import distilbench.inference.PrepackedWeights;
import distilbench.model.ModelDescription;
import distilbench.model.ModelFolder;
import distilbench.model.Weights;
import distilbench.proctree.FilePages;
import distilbench.proctree.ProcFs;
import distilbench.worker.AnswerSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Verifies that workers really share their weights, among themselves: what somebody else maps does
 * not count. A page counts as shared once two of them have touched it, so this is to be asked only
 * after every worker has answered calls; rows of the embedding that no text needs stay untouched,
 * so the matrices alone are asked about.
 */
public final class Sharing {
  /** What {@code share.verified} says of verified sharing. */
  public static final double VERIFIED = 1;

  private static final long MOST_COPIED_BYTES = 1 << 20;

  private final Path file;
  private final long matrixBytes;
  private final ProcFs proc;

  Sharing(Path file, long matrixBytes, ProcFs proc) {
    this.file = file;
    this.matrixBytes = matrixBytes;
    this.proc = proc;
  }

  /**
   * Looks into each worker's mappings of the weights. A page that a worker has written to is a copy
   * of its own.
   *
   * @param given the file of the weights if an engine reads them in another form
   * @return {@link #VERIFIED}, or NaN where it cannot be known: no model runs, its weights are not
   *     meant to be shared, there is but one worker, or the system does not tell
   * @throws InferenceException if a worker does not share: it must not be measured as if it did
   */
  public static double verify(
      ModelFolder model, Optional<Path> given, AnswerSource answers, List<Long> workerPids) {
    if (!(answers instanceof AnswerSource.Model source)
        || !source.weights().shared()
        || workerPids.size() < 2) {
      return Double.NaN;
    }
    Path own =
        source.weights() == Weights.PREPACKED
            ? PrepackedWeights.of(model).weights()
            : model.weights();
    return new Sharing(given.orElse(own), model.description().matrixBytes(), ProcFs.ofThisMachine())
        .verify(workerPids);
  }

  double verify(List<Long> pids) {
    try {
      List<FilePages.Part> parts = new FilePages(proc).ofFile(file.toRealPath(), pids);
      if (!parts.stream().allMatch(FilePages.Part::complete)) {
        return Double.NaN;
      }
      for (int i = 0; i < pids.size(); i++) {
        verify(pids.get(i), parts.get(i));
      }
      return VERIFIED;
    } catch (IOException e) {
      return Double.NaN;
    }
  }

  private void verify(long pid, FilePages.Part part) {
    long shared = part.shared() * proc.pageBytes();
    long copied = part.copies() * proc.pageBytes();
    if (shared < ModelDescription.LEAST_SHARED_PART * matrixBytes || copied >= MOST_COPIED_BYTES) {
      throw new InferenceException(
          String.format(
              "the weights are not shared: process %d shares %.1f of %.1f MiB of %s with other"
                  + " workers and has its own copies of %.1f MiB",
              pid, mib(shared), mib(matrixBytes), file, mib(copied)));
    }
  }

  private static double mib(long bytes) {
    return bytes / (double) (1 << 20);
  }
}
