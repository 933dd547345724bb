package distilbench.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.UserPrincipal;

/**
 * A folder for the temporary files of one run and of the processes that it starts, for its user
 * alone. It is deleted with the run; what a killed run left is deleted by the next one.
 *
 * <p>Whether its run lives is told by a lock in it, which the operating system ends with the
 * process. A process id would not do: it is used again, and means another process in another
 * container. A process makes one such folder at most: to close any file is to give up all of a
 * process's locks on it.
 */
public final class RunFolder implements AutoCloseable {
  private static final String PREFIX = "distilbench-run-";
  private static final String LOCK = ".lock";

  private final Path path;
  private final FileChannel held;
  private final FileTime livingSince;

  private RunFolder(Path path, FileChannel held, FileTime livingSince) {
    this.path = path;
    this.held = held;
    this.livingSince = livingSince;
  }

  /**
   * Makes a folder, and deletes those of this user's runs that are dead. Links are not followed,
   * and what belongs to other users stays.
   *
   * @param parent the system's folder for temporary files
   */
  public static RunFolder make(Path parent) throws IOException {
    Path folder;
    FileChannel held;
    do {
      folder =
          Files.createTempDirectory(parent, PREFIX + ProcessHandle.current().pid() + "-")
              .toAbsolutePath();
      held = hold(folder);
    } while (held == null);
    return new RunFolder(folder, held, deleteAbandoned(folder));
  }

  /** Null if another run took the folder for an abandoned one before it was locked. */
  private static FileChannel hold(Path folder) throws IOException {
    FileChannel channel;
    try {
      channel = openLock(folder);
    } catch (NoSuchFileException e) {
      return null;
    }
    try {
      if (channel.tryLock() == null || Files.notExists(folder.resolve(LOCK))) {
        channel.close();
        return null;
      }
    } catch (IOException e) {
      // Where a file system has no locks, no run can take another one's for abandoned either.
    }
    return channel;
  }

  /** Created if it is missing: a run may be killed before it has made its lock. */
  private static FileChannel openLock(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolve(LOCK),
        StandardOpenOption.CREATE,
        StandardOpenOption.WRITE,
        LinkOption.NOFOLLOW_LINKS);
  }

  /** Returns when the oldest run began that lives. */
  private static FileTime deleteAbandoned(Path own) throws IOException {
    UserPrincipal user = Files.getOwner(own, LinkOption.NOFOLLOW_LINKS);
    FileTime oldest = beginning(own);
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(own.getParent(), PREFIX + "*")) {
      for (Path folder : folders) {
        if (!folder.equals(own) && isFolderOf(folder, user) && !delete(folder)) {
          FileTime began = beginning(folder);
          oldest = began.compareTo(oldest) < 0 ? began : oldest;
        }
      }
    }
    return oldest;
  }

  /** Nothing is ever written into the lock. */
  private static FileTime beginning(Path folder) {
    try {
      return Files.getLastModifiedTime(folder.resolve(LOCK), LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      return FileTime.fromMillis(0);
    }
  }

  private static boolean isFolderOf(Path folder, UserPrincipal user) {
    try {
      return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
          && Files.getOwner(folder, LinkOption.NOFOLLOW_LINKS).equals(user);
    } catch (IOException e) {
      return false;
    }
  }

  /** False if its run lives, or nobody can tell. */
  private static boolean delete(Path folder) {
    try (FileChannel lock = openLock(folder)) {
      if (lock.tryLock() == null) {
        return false;
      }
      DurableFiles.deleteFolder(folder);
      return true;
    } catch (OverlappingFileLockException | IOException e) {
      return false;
    }
  }

  public Path path() {
    return path;
  }

  /**
   * When the oldest of this user's runs began that live, this one among them: what is older belongs
   * to none of them.
   */
  public FileTime livingSince() {
    return livingSince;
  }

  /**
   * Deletes the folder.
   *
   * @throws IOException if a process that ends only now still writes there: the next run deletes it
   */
  @Override
  public void close() throws IOException {
    held.close();
    DurableFiles.deleteFolder(path);
  }
}
