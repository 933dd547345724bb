package distilbench.launcher.bench;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.storage.LockFile;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;

/**
 * The lock by which JMH allows one run per machine, held for a whole run. JMH takes it for each of
 * its own runs, so that between two rows measured by themselves somebody else's run could begin.
 *
 * <p>Only a process that lives and holds the lock keeps others from measuring, whoever made the
 * file: where it cannot be locked, this user's runs have a lock of their own.
 */
final class MachineLock implements AutoCloseable {
  private static final String IGNORE = "jmh.ignoreLock";
  private static final String FOLDER = "java.io.tmpdir";

  private final FileChannel held;
  private final boolean jmhs;

  private MachineLock(FileChannel held, boolean jmhs) {
    this.held = held;
    this.jmhs = jmhs;
  }

  /**
   * Takes the lock unless the user told JMH to ignore it. To be called before JMH's runner is
   * loaded: that is when it looks whether the lock is to be ignored.
   *
   * @param notices get a line if JMH's own lock cannot be had
   * @throws InvalidInputException if somebody else has it
   */
  static MachineLock take(PrintStream notices) {
    if (Boolean.getBoolean(IGNORE)) {
      return new MachineLock(null, false);
    }
    Path folder = Path.of(System.getProperty(FOLDER));
    Path jmhs = folder.resolve("jmh.lock");
    MachineLock lock;
    try {
      lock = take(jmhs);
    } catch (IOException e) {
      String user = System.getProperty("user.name").replaceAll("[^A-Za-z0-9._-]", "_");
      lock = takeInstead(folder.resolve("jmh-" + user + ".lock"));
      notices.printf(
          "JMH's lock %s%s cannot be used (%s): runs of other users are not noticed.%n",
          jmhs, LockFile.owner(jmhs), FileProblem.of(e));
    }
    System.setProperty(IGNORE, "true");
    return lock;
  }

  private static MachineLock takeInstead(Path own) {
    try {
      return new MachineLock(take(own).held, false);
    } catch (IOException e) {
      throw new InvalidInputException(
          String.format(
              "cannot lock %s (%s); name a temporary folder of your own with java -D%s=DIR, or run"
                  + " without a lock with -D%s=true",
              own, FileProblem.of(e), FOLDER, IGNORE),
          e);
    }
  }

  private static MachineLock take(Path file) throws IOException {
    try {
      return new MachineLock(LockFile.tryLock(file).orElseThrow(() -> taken(file)), true);
    } catch (OverlappingFileLockException e) {
      throw taken(file);
    }
  }

  private static InvalidInputException taken(Path file) {
    return new InvalidInputException(
        String.format(
            "another JMH run is under way: %s holds %s; wait for its end, or run with java -D%s=true,"
                + " which spoils both measurements",
            LockFile.holder(file).orElse("it"), file, IGNORE));
  }

  /** Whether no other run of JMH can be under way, unless it ignores the lock too. */
  boolean isJmhs() {
    return jmhs;
  }

  @Override
  public void close() {
    try {
      if (held != null) {
        held.close();
      }
    } catch (IOException e) {
      throw new IllegalStateException("cannot release JMH's lock", e);
    }
  }
}
