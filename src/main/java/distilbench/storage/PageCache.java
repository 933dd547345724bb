package distilbench.storage;

import com.sun.jna.LastErrorException;
import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The kernel's cache of a file's content, which whoever maps the file has in its memory.
 *
 * <p>The cache holds a file in pieces of one page or of many. From Linux 6.18 on (commit
 * 357b92761d94, "mm/filemap: map entire large folio faultaround") whoever touches a byte of a
 * mapping gets the whole piece into its RSS, PSS and USS. How large pieces are depends on how the
 * file was written or read, last month or by another program: a process that touches one byte of
 * every MiB held 16 MiB of a file of 260 MiB after a copy, and 212 to 247 after a read in order.
 */
public final class PageCache {
  private static final int READ_ONLY = 0;

  // Of posix_fadvise, on Linux.
  private static final int WILL_NEED = 3;
  private static final int DONT_NEED = 4;

  /**
   * The kernel cuts off what is more than its limit of one read-ahead, at least 128 KiB where it
   * was not lowered; the rest would be read in order, into large pieces.
   */
  private static final int AHEAD_BYTES = 128 << 10;

  private PageCache() {}

  /** Of the C library. */
  private interface C extends Library {
    int open(String path, int flags) throws LastErrorException;

    int posix_fadvise(int file, long offset, long bytes, int advice);

    int close(int file) throws LastErrorException;
  }

  /**
   * Drops what the cache holds of a file and reads it anew, in pieces of one page, so that those
   * who map it hold what they touch and 64 KiB around it, whatever was done to the file before.
   * Pages that somebody maps at this moment stay as they are. Does nothing but read where this is
   * not Linux.
   *
   * @throws IOException if the file cannot be read or the kernel does not take the advice
   */
  public static void reload(Path file) throws IOException {
    if (Platform.isLinux()) {
      try {
        // Only what is on disk is dropped.
        DurableFiles.flush(file);
        advise(file, Files.size(file));
      } catch (LastErrorException | LinkageError e) {
        throw new IOException("cannot advise the kernel on " + file + ": " + e.getMessage(), e);
      }
    }
    try (InputStream in = Files.newInputStream(file)) {
      // Waits for what is still being read.
      in.transferTo(OutputStream.nullOutputStream());
    }
  }

  private static void advise(Path file, long bytes) throws IOException {
    C library = Native.load("c", C.class);
    int opened = library.open(file.toString(), READ_ONLY);
    try {
      requireTaken(library.posix_fadvise(opened, 0, 0, DONT_NEED), file);
      for (long from = 0; from < bytes; from += AHEAD_BYTES) {
        requireTaken(library.posix_fadvise(opened, from, AHEAD_BYTES, WILL_NEED), file);
      }
    } finally {
      library.close(opened);
    }
  }

  private static void requireTaken(int errno, Path file) throws IOException {
    if (errno != 0) {
      throw new IOException("posix_fadvise fails for " + file + ": error " + errno);
    }
  }
}
