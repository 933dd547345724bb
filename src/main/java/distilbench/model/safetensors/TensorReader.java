package distilbench.model.safetensors;

import distilbench.console.InvalidInputException;
import distilbench.model.graph.FloatSink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;

/**
 * Reads tensors as float32, 16 MiB at a time, whatever their size. Numbers that are not finite are
 * refused: nothing comes out of a model with one of them.
 */
public final class TensorReader {
  /** Longest matrix row or column that can be read, in numbers. */
  public static final int LONGEST_SIDE = 1 << 22;

  private final ByteBuffer block =
      ByteBuffer.allocateDirect(LONGEST_SIDE * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);

  /**
   * Puts all values of a tensor, row by row.
   *
   * @throws InvalidInputException if a value is not finite
   */
  public void read(TensorEntry tensor, FloatSink sink) throws IOException {
    ElementType type = tensor.elementType();
    try (FileChannel channel = FileChannel.open(tensor.file())) {
      for (long at = 0; at < tensor.bytes(); at += block.position()) {
        block.clear().limit((int) Math.min(block.capacity(), tensor.bytes() - at));
        fill(tensor, channel, at);
        for (int i = 0; i < block.position(); i += type.bytes()) {
          sink.put(finite(tensor, type.get(block, i), (at + i) / type.bytes()));
        }
      }
    }
  }

  /**
   * Puts all values of a matrix, column by column.
   *
   * @param tensor of two dimensions, neither above {@link #LONGEST_SIDE}
   * @throws InvalidInputException if a value is not finite
   */
  public void readTransposed(TensorEntry tensor, FloatSink sink) throws IOException {
    ElementType type = tensor.elementType();
    int rows = Math.toIntExact(tensor.shape().get(0));
    int columns = Math.toIntExact(tensor.shape().get(1));
    int most = Math.min(columns, block.capacity() / type.bytes() / rows);
    try (FileChannel channel = FileChannel.open(tensor.file())) {
      for (int first = 0; first < columns; first += most) {
        int width = Math.min(most, columns - first);
        fillWithColumns(tensor, channel, first, width);
        for (int column = 0; column < width; column++) {
          for (int row = 0; row < rows; row++) {
            float value = type.get(block, (row * width + column) * type.bytes());
            sink.put(finite(tensor, value, (long) row * columns + first + column));
          }
        }
      }
    }
  }

  /** Some columns of all rows, row by row. */
  private void fillWithColumns(TensorEntry tensor, FileChannel channel, int first, int width)
      throws IOException {
    long columns = tensor.shape().get(1);
    int rows = Math.toIntExact(tensor.bytes() / columns / tensor.elementType().bytes());
    int rowBytes = width * tensor.elementType().bytes();
    block.clear();
    if (width == columns) {
      block.limit(rows * rowBytes);
      fill(tensor, channel, 0);
      return;
    }
    for (int row = 0; row < rows; row++) {
      long begin = (row * columns + first) * tensor.elementType().bytes();
      block.limit((row + 1) * rowBytes);
      fill(tensor, channel, begin - (long) row * rowBytes);
    }
  }

  /**
   * Reads up to the block's limit.
   *
   * @param origin what of the tensor would lie at the block's beginning, in bytes
   */
  private void fill(TensorEntry tensor, FileChannel channel, long origin) throws IOException {
    while (block.hasRemaining()) {
      if (channel.read(block, tensor.offset() + origin + block.position()) < 0) {
        throw tensor.unusable("was cut off while it was read; leave the file alone meanwhile");
      }
    }
  }

  private static float finite(TensorEntry tensor, float value, long index) {
    if (!Float.isFinite(value)) {
      throw tensor.unusable(
          String.format("holds %s at index %d; get or train it anew", value, index));
    }
    return value;
  }
}
