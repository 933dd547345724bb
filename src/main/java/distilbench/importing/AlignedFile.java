package distilbench.importing;

import distilbench.model.graph.WeightLayout;
import distilbench.storage.FileRange;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/** Collects bytes of other files in one, each piece aligned as in a {@link WeightLayout}. */
final class AlignedFile implements AutoCloseable {
  private final FileChannel channel;
  private final Map<FileRange, Long> offsets = new HashMap<>();
  private long end;

  AlignedFile(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /**
   * Copies bytes, unless they are there already.
   *
   * @return where they begin in this file
   */
  long copy(FileRange place) throws IOException {
    Long known = offsets.get(place);
    if (known != null) {
      return known;
    }
    long offset = WeightLayout.aligned(end);
    channel.position(offset);
    place.copyTo(channel);
    offsets.put(place, offset);
    end = offset + place.bytes();
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
