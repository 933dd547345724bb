package distilbench.storage;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Lets one process at a time (not one thread: a process must not ask twice) build something beside
 * {@code target}; the others wait. The operating system releases the lock of a process that dies.
 * The empty lock file stays: deleting it would let two processes lock two different files of the
 * same name.
 */
public final class BuildLock implements AutoCloseable {
  private static final long LEAST_PAUSE_MILLIS = 50;
  private static final long MOST_PAUSE_MILLIS = 150;

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
    Path file = folder.resolve("." + target.getFileName() + ".lock");
    Optional<FileChannel> lock = tryLock(file);
    if (lock.isEmpty()) {
      String holder = LockFile.holder(file).map(who -> ": " + who).orElse("");
      log.println("waiting for another process that is building " + target + holder);
    }
    while (lock.isEmpty()) {
      pause();
      lock = tryLock(file);
    }
    return new BuildLock(lock.get());
  }

  /** Of no fixed length: two users who refuse each other at once must not go on doing so. */
  private static void pause() throws IOException {
    try {
      Thread.sleep(ThreadLocalRandom.current().nextLong(LEAST_PAUSE_MILLIS, MOST_PAUSE_MILLIS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while another process was building");
    }
  }

  private static Optional<FileChannel> tryLock(Path file) throws IOException {
    try {
      return LockFile.tryLock(file);
    } catch (FileSystemException e) {
      if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      }
      String who =
          LockFile.holder(file).map(holder -> holder + " holds it").orElse("nobody holds it");
      FileSystemException told =
          new FileSystemException(
              file.toString(),
              null,
              String.format(
                  "the lock %s%s cannot be opened (%s); %s: delete it when nobody builds there",
                  file, LockFile.owner(file), why(e), who));
      told.initCause(e);
      throw told;
    }
  }

  private static String why(FileSystemException problem) {
    return problem.getReason() == null ? "permission denied" : problem.getReason();
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
