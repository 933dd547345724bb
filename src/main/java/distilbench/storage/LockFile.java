package distilbench.storage;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files that exist to be locked, also by several users in one folder. Nothing here follows a link:
 * whoever may write into the folder could have put it there.
 */
public final class LockFile {
  private static final Path LOCKS = Path.of("/proc/locks");

  private LockFile() {}

  /**
   * Opens the file to read and write, and makes it if it is not there: whoever may write into its
   * folder may then lock it, and nobody else.
   */
  public static FileChannel open(Path file) throws IOException {
    while (true) {
      try {
        FileChannel channel =
            FileChannel.open(
                file,
                StandardOpenOption.CREATE_NEW,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE);
        admit(file);
        return channel;
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

  private static void admit(Path file) {
    PosixFileAttributeView view =
        Files.getFileAttributeView(file, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS);
    if (view == null) {
      return;
    }
    try {
      Set<PosixFilePermission> folder =
          Files.getPosixFilePermissions(file.toAbsolutePath().getParent());
      Set<PosixFilePermission> own =
          EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE);
      if (folder.contains(PosixFilePermission.GROUP_WRITE)) {
        own.add(PosixFilePermission.GROUP_READ);
        own.add(PosixFilePermission.GROUP_WRITE);
      }
      if (folder.contains(PosixFilePermission.OTHERS_WRITE)) {
        own.add(PosixFilePermission.OTHERS_READ);
        own.add(PosixFilePermission.OTHERS_WRITE);
      }
      view.setPermissions(own);
    } catch (IOException e) {
      // A file system without such permissions admits whom it admits.
    }
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
