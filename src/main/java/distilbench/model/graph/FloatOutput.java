package distilbench.model.graph;

import distilbench.console.Progress;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes float32 values, little-endian, in pieces of 1 MiB. */
public final class FloatOutput implements FloatSink {
  private static final int BUFFER_BYTES = 1 << 20;

  private final OutputStream out;
  private final Progress progress;
  private final ByteBuffer buffer =
      ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
  private long position;

  /**
   * @param progress is told of every piece: of a whole of {@link #pieces}
   */
  public FloatOutput(OutputStream out, Progress progress) {
    this.out = out;
    this.progress = progress;
  }

  /** How many pieces so many bytes are written in. */
  public static long pieces(long bytes) {
    return bytes / BUFFER_BYTES + 1;
  }

  /** Writes zeros up to an offset, in bytes from the first value on. */
  void padTo(long offset) throws IOException {
    while (position < offset) {
      put(0f);
    }
  }

  @Override
  public void put(float value) throws IOException {
    if (!buffer.hasRemaining()) {
      flush();
    }
    buffer.putFloat(value);
    position += Float.BYTES;
  }

  /** Writes what is left of the last piece. */
  public void flush() throws IOException {
    out.write(buffer.array(), 0, buffer.position());
    progress.advance(1);
    buffer.clear();
  }
}
