package distilbench.launcher;

import distilbench.console.InvalidInputException;
import java.io.File;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;

/**
 * The lock by which JMH allows one run per machine, held for a whole run. JMH takes it for each of
 * its own runs, so that between two rows measured by themselves somebody else's run could begin.
 */
final class MachineLock implements AutoCloseable {
  private static final String IGNORE = "jmh.ignoreLock";

  private final RandomAccessFile file;

  private MachineLock(RandomAccessFile file) {
    this.file = file;
  }

  /**
   * Takes the lock unless the user told JMH to ignore it. To be called before JMH's runner is
   * loaded: that is when it looks whether the lock is to be ignored.
   *
   * @throws InvalidInputException if somebody else has it
   */
  static MachineLock take() {
    if (Boolean.getBoolean(IGNORE)) {
      return new MachineLock(null);
    }
    Path path = Path.of(System.getProperty("java.io.tmpdir"), "jmh.lock");
    try {
      RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
      allowEverybody(path.toFile());
      FileLock lock = file.getChannel().tryLock();
      if (lock == null) {
        file.close();
        throw taken(path);
      }
      System.setProperty(IGNORE, "true");
      return new MachineLock(file);
    } catch (OverlappingFileLockException e) {
      throw taken(path);
    } catch (IOException e) {
      throw new InvalidInputException(
          "cannot take JMH's lock "
              + path
              + " ("
              + e.getMessage()
              + "); -D"
              + IGNORE
              + "=true runs without",
          e);
    }
  }

  /** Else another user's next run could not open the file. */
  private static void allowEverybody(File file) {
    file.setWritable(true, false);
  }

  private static InvalidInputException taken(Path path) {
    return new InvalidInputException(
        "another JMH run is under way: it holds "
            + path
            + "; wait for its end, or run with java -D"
            + IGNORE
            + "=true, which spoils both measurements");
  }

  @Override
  public void close() {
    try {
      if (file != null) {
        file.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot release JMH's lock", e);
    }
  }
}
