package distilbench.model.graph;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Where each tensor lies in the weights file: float32, little-endian, each tensor aligned to 64 KiB
 * so that it can be mapped on its own on every platform (64 KiB is Windows' allocation
 * granularity), zeros between.
 */
public final class WeightLayout {
  /** Alignment of every tensor, in bytes. */
  static final long ALIGNMENT = 64 * 1024;

  private final Map<Tensor, Long> offsets = new LinkedHashMap<>();
  private final long bytes;

  public WeightLayout(List<Tensor> tensors) {
    long end = 0;
    for (Tensor tensor : tensors) {
      long offset = aligned(end);
      offsets.put(tensor, offset);
      end = offset + tensor.bytes();
    }
    this.bytes = end;
  }

  /** Where a tensor may begin: at an offset or behind it. */
  public static long aligned(long offset) {
    return (offset + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
  }

  /** Byte offsets by tensor, in file order. */
  public Map<Tensor, Long> offsets() {
    return offsets;
  }

  /** Size of the whole file. */
  public long bytes() {
    return bytes;
  }
}
