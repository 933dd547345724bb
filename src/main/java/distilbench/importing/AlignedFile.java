package distilbench.importing;

import distilbench.importing.OnnxFile.Place;
import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;

/**
 * Collects bytes of other files in one, each piece aligned to 64 KiB so that it can be mapped on
 * its own on every platform (64 KiB is Windows' allocation granularity), zeros between.
 */
final class AlignedFile implements AutoCloseable {
  private static final long ALIGNMENT = 64 * 1024;

  private final FileChannel channel;
  private final Map<Place, Long> offsets = new HashMap<>();
  private long end;

  AlignedFile(Path file) throws IOException {
    channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }

  /**
   * Copies bytes, unless they are there already.
   *
   * @return where they begin in this file
   */
  long copy(Place place) throws IOException {
    Long known = offsets.get(place);
    if (known != null) {
      return known;
    }
    long offset = (end + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    append(place, offset);
    offsets.put(place, offset);
    end = offset + place.bytes();
    return offset;
  }

  private void append(Place place, long offset) throws IOException {
    channel.position(offset);
    try (FileChannel source = FileChannel.open(place.file())) {
      long copied = 0;
      while (copied < place.bytes()) {
        long more = source.transferTo(place.offset() + copied, place.bytes() - copied, channel);
        if (more == 0) {
          throw new EOFException(place.file().getFileName() + " has become shorter");
        }
        copied += more;
      }
    }
  }

  /** Flushes it to the device. */
  @Override
  public void close() throws IOException {
    try (channel) {
      channel.force(true);
    }
  }
}
