package distilbench.storage;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Lets one process at a time (not one thread: a process must not ask twice) build something beside
 * {@code target}; the others wait. The operating system releases the lock of a process that dies.
 * The empty lock file stays: deleting it would let two processes lock two different files of the
 * same name.
 */
public final class BuildLock implements AutoCloseable {
  private final FileChannel channel;

  private BuildLock(FileChannel channel) {
    this.channel = channel;
  }

  /**
   * Waits until this process may build {@code target}, creating the folder above it.
   *
   * @param log where one line is printed if another process must be waited for
   */
  public static BuildLock acquire(Path target, PrintStream log) throws IOException {
    Path folder = target.toAbsolutePath().getParent();
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(
            folder.resolve("." + target.getFileName() + ".lock"),
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        log.println("waiting for another process that is building " + target);
        channel.lock();
      }
      return new BuildLock(channel);
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
