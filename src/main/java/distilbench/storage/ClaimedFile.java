package distilbench.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.function.Predicate;

/**
 * A file that one process alone writes, from the moment in which it takes the name: of two
 * processes that want the same name, one is refused. What the file holds is whole at any time.
 *
 * <p>That the file exists is the claim, so nothing is overwritten, whoever made it. The process
 * also holds a lock on it, which the operating system ends with the process: a blank file that
 * nobody holds was left by a process that was killed, and is free to take. Windows replaces no file
 * that is open: there nothing is locked, and every leftover stays.
 */
public final class ClaimedFile implements AutoCloseable {
  private final Path path;

  /** Keeps the lock; none on Windows. */
  private FileChannel held;

  private ClaimedFile(Path path, FileChannel held) {
    this.path = path;
    this.held = held;
  }

  /**
   * Takes the name and makes the file.
   *
   * @param content what it holds as long as there is nothing to keep
   * @param isBlank whether what an abandoned file holds is nothing to keep
   * @throws FileAlreadyExistsException if the name is taken
   */
  public static ClaimedFile claim(Path path, byte[] content, Predicate<byte[]> isBlank)
      throws IOException {
    ClaimedFile claimed;
    try {
      Files.createFile(path);
      claimed = new ClaimedFile(path, null);
    } catch (FileAlreadyExistsException taken) {
      claimed = new ClaimedFile(path, abandoned(path, isBlank, taken));
    }
    try {
      // Of a process that was killed while it wrote under this name.
      DurableFiles.deleteLeftovers(path);
      claimed.write(content);
      return claimed;
    } catch (IOException e) {
      claimed.delete();
      throw e;
    }
  }

  /** Locks the file of a process that ended before it had anything to keep. */
  private static FileChannel abandoned(
      Path path, Predicate<byte[]> isBlank, FileAlreadyExistsException taken)
      throws FileAlreadyExistsException {
    try {
      // Without an identity, as on Windows, it could be replaced unnoticed.
      Object file = identity(path);
      // A channel that is closed gives up all locks on its file: content is read through this one.
      FileChannel channel =
          FileChannel.open(
              path, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
      // The lock says that nobody writes any more; the name must still mean the same file.
      if (lock(channel, false) && isBlank.test(content(channel)) && file.equals(identity(path))) {
        return channel;
      }
      channel.close();
    } catch (IOException e) {
      taken.addSuppressed(e);
    }
    throw taken;
  }

  private static Object identity(Path path) throws IOException {
    BasicFileAttributes file =
        Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!file.isRegularFile() || file.fileKey() == null) {
      throw new IOException("no file that can be told from others");
    }
    return file.fileKey();
  }

  private static byte[] content(FileChannel channel) throws IOException {
    ByteBuffer content = ByteBuffer.allocate(Math.toIntExact(channel.size()));
    while (content.hasRemaining() && channel.read(content) >= 0) {
      // One read may give a part.
    }
    return content.array();
  }

  /** Replaces what the file holds; if that fails, it holds what it held. */
  public void write(byte[] content) throws IOException {
    Path aside = DurableFiles.aside(path);
    try {
      DurableFiles.create(aside, out -> out.write(content));
      // Locked before it is renamed: at no moment does the name mean a file that nobody holds.
      FileChannel next = hold(aside);
      try {
        DurableFiles.moveInPlace(aside, path);
      } catch (IOException e) {
        release(next);
        throw e;
      }
      release(held);
      held = next;
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  /** Open for reading only: a file system with files open for writing cannot turn read-only. */
  private static FileChannel hold(Path file) throws IOException {
    if (DurableFiles.isWindows()) {
      return null;
    }
    FileChannel channel = FileChannel.open(file);
    lock(channel, true);
    return channel;
  }

  /** Where a file system has no locks, an abandoned file stays. */
  private static boolean lock(FileChannel channel, boolean shared) {
    try {
      return channel.tryLock(0, Long.MAX_VALUE, shared) != null;
    } catch (OverlappingFileLockException | IOException e) {
      return false;
    }
  }

  private static void release(FileChannel channel) throws IOException {
    if (channel != null) {
      channel.close();
    }
  }

  public Path path() {
    return path;
  }

  /** Gives the name up: nothing was written that is worth keeping. */
  public void delete() throws IOException {
    Files.deleteIfExists(path);
    close();
  }

  /** Leaves the file as it is. */
  @Override
  public void close() throws IOException {
    release(held);
  }
}
