package distilbench.storage;

import java.io.EOFException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Path;

/**
 * Some bytes of a file.
 *
 * @param file that holds them
 * @param offset of the first
 * @param bytes how many
 */
public record FileRange(Path file, long offset, long bytes) {

  /**
   * Copies them, without holding them.
   *
   * @throws EOFException if the file has become shorter
   */
  public void copyTo(WritableByteChannel out) throws IOException {
    try (FileChannel in = FileChannel.open(file)) {
      long copied = 0;
      while (copied < bytes) {
        long more = in.transferTo(offset + copied, bytes - copied, out);
        if (more == 0) {
          throw new EOFException(file.getFileName() + " has become shorter");
        }
        copied += more;
      }
    }
  }
}
