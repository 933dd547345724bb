package distilbench.model.graph;

import distilbench.storage.FileRange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/** Collects weights in one file, each piece aligned as in a {@link WeightLayout}. */
public final class AlignedFile implements AutoCloseable {
  private final FileChannel channel;
  private final Map<FileRange, Long> offsets = new HashMap<>();
  private long end;

  /** Begins a file that must not exist. */
  public AlignedFile(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /**
   * Copies bytes of another file, unless they are there already.
   *
   * @return where they begin in this file
   */
  public long copy(FileRange place) throws IOException {
    Long known = offsets.get(place);
    if (known != null) {
      return known;
    }
    long offset = begin(place.bytes());
    place.copyTo(channel);
    offsets.put(place, offset);
    return offset;
  }

  /**
   * Writes bytes.
   *
   * @return where they begin in this file
   */
  public long append(byte[] bytes) throws IOException {
    long offset = begin(bytes.length);
    ByteBuffer left = ByteBuffer.wrap(bytes);
    while (left.hasRemaining()) {
      channel.write(left);
    }
    return offset;
  }

  private long begin(long bytes) throws IOException {
    long offset = WeightLayout.aligned(end);
    channel.position(offset);
    end = offset + bytes;
    return offset;
  }

  /** Flushes it to the device. */
  @Override
  public void close() throws IOException {
    try (channel) {
      channel.force(true);
    }
  }
}
