package distilbench.model.graph;

import distilbench.console.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Map;

/** Writes a weights file: each tensor where a layout says, zeros between. */
public final class WeightsFile {
  private WeightsFile() {}

  /** Where the values of tensors come from. */
  @FunctionalInterface
  public interface Values {
    /** Puts all values of a tensor, row by row. */
    void writeTo(FloatSink sink, Tensor tensor) throws IOException;
  }

  /**
   * Writes it. None of it is held in memory but one piece.
   *
   * @param task what is being done, for progress
   */
  public static void write(
      OutputStream out, WeightLayout layout, Values values, String task, PrintStream log)
      throws IOException {
    Progress progress = new Progress(log, task, FloatOutput.pieces(layout.bytes()), "MiB");
    FloatOutput floats = new FloatOutput(out, progress);
    for (Map.Entry<Tensor, Long> entry : layout.offsets().entrySet()) {
      floats.padTo(entry.getValue());
      values.writeTo(floats, entry.getKey());
    }
    floats.flush();
    progress.finish();
  }
}
