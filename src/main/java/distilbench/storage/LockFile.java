package distilbench.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files that exist to be locked, also by several users in one folder. Nothing here follows a link:
 * whoever may write into the folder could have put it there.
 *
 * <p>Only its owner may write to a lock file, so he alone can lock it exclusively. Another user
 * locks it for reading, which keeps the owner out; two such users find each other in the kernel's
 * list of locks. The kernel ends a lock with the process that holds it.
 */
public final class LockFile {
  private static final Path LOCKS = Path.of("/proc/locks");

  private static final Set<PosixFilePermission> OWNER =
      Set.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);

  private LockFile() {}

  /**
   * Locks the file, which is made if it is not there.
   *
   * @return the lock, held until it is closed; nothing if another process holds it
   * @throws OverlappingFileLockException if this process holds it
   * @throws IOException if the file cannot be locked: it is a link, or this user may not read it
   */
  public static Optional<FileChannel> tryLock(Path file) throws IOException {
    boolean shared = false;
    FileChannel channel;
    try {
      channel = openToWrite(file);
    } catch (AccessDeniedException e) {
      if (Files.notExists(file, LinkOption.NOFOLLOW_LINKS)) {
        throw e;
      } else if (holder(file).isPresent()) {
        return Optional.empty();
      }
      channel = openToRead(file);
      shared = true;
    }
    try {
      if (channel.tryLock(0, Long.MAX_VALUE, shared) != null
          && !(shared && holder(file).isPresent())) {
        return Optional.of(channel);
      }
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
    channel.close();
    return Optional.empty();
  }

  private static FileChannel openToWrite(Path file) throws IOException {
    while (true) {
      try {
        return make(file);
      } catch (FileAlreadyExistsException e) {
        if (Files.isSymbolicLink(file)) {
          throw new FileSystemException(file.toString(), null, "a link, which locks never follow");
        }
        try {
          // Not "create if it is missing": where fs.protected_regular is set, that keeps even root
          // from opening what another user left in a folder for all.
          return FileChannel.open(
              file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (NoSuchFileException gone) {
          // Deleted in between.
        }
      }
    }
  }

  /** Whoever may write into the folder may lock the file, and nobody else. */
  private static FileChannel make(Path file) throws IOException {
    Set<StandardOpenOption> options =
        Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.READ, StandardOpenOption.WRITE);
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      return FileChannel.open(file, options);
    }
    FileChannel channel =
        FileChannel.open(file, options, PosixFilePermissions.asFileAttribute(OWNER));
    try {
      Set<PosixFilePermission> folder =
          Files.getPosixFilePermissions(file.toAbsolutePath().getParent());
      Set<PosixFilePermission> readers = EnumSet.copyOf(OWNER);
      if (folder.contains(PosixFilePermission.GROUP_WRITE)) {
        readers.add(PosixFilePermission.GROUP_READ);
      }
      if (folder.contains(PosixFilePermission.OTHERS_WRITE)) {
        readers.add(PosixFilePermission.GROUP_READ);
        readers.add(PosixFilePermission.OTHERS_READ);
      }
      view.setPermissions(readers);
    } catch (IOException e) {
      // A file system without such permissions admits whom it admits.
    }
    return channel;
  }

  private static FileChannel openToRead(Path file) throws IOException {
    // To open a pipe would wait for whoever writes to it.
    if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
      throw new FileSystemException(file.toString(), null, "no regular file");
    }
    return FileChannel.open(file, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
  }

  /**
   * Another process that holds a lock on the file, as "process 12 of user U", where Linux tells.
   */
  public static Optional<String> holder(Path file) {
    try (Stream<String> locks = Files.lines(LOCKS)) {
      String inode = inode(file);
      String self = Long.toString(ProcessHandle.current().pid());
      return locks
          .map(line -> line.trim().split("\\s+"))
          // Number, kind, ADVISORY, READ or WRITE, process, file, from, to; "->" marks who waits.
          .filter(lock -> lock.length == 8 && lock[5].equals(inode) && !lock[4].equals(self))
          .map(lock -> "process " + lock[4] + owner(Path.of("/proc", lock[4])))
          .findFirst();
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  /** As the kernel writes it: device in hexadecimal, number in decimal. */
  private static String inode(Path file) throws IOException {
    long device = (long) Files.getAttribute(file, "unix:dev", LinkOption.NOFOLLOW_LINKS);
    long major = device >> 8 & 0xfff | device >> 32 & ~0xfffL;
    long minor = device & 0xff | device >> 12 & 0xfff00;
    Object number = Files.getAttribute(file, "unix:ino", LinkOption.NOFOLLOW_LINKS);
    return String.format("%02x:%02x:%s", major, minor, number);
  }

  /** Whose it is, as " of user U"; nothing if that cannot be seen. */
  public static String owner(Path file) {
    try {
      return " of user " + Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName();
    } catch (IOException | UnsupportedOperationException e) {
      return "";
    }
  }
}
