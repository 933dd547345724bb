package distilbench.storage;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * Writes files and folders that are either whole or not there: aside first, flushed to the device,
 * then renamed.
 */
public final class DurableFiles {
  private DurableFiles() {}

  /** Replaces {@code target}, or creates it, with the given content. */
  public static void write(Path target, byte[] content) throws IOException {
    write(target, out -> out.write(content));
  }

  /** The same for content that is not held in memory as a whole. */
  public static void write(Path target, Content content) throws IOException {
    Path aside = aside(target);
    try {
      create(aside, content);
      moveInPlace(aside, target);
    } finally {
      Files.deleteIfExists(aside);
    }
  }

  /**
   * Makes a folder, or replaces an empty one. Nothing is left of what cannot be finished, as on a
   * full disk; what killed processes left of it is deleted first. Only for whoever holds the
   * folder's {@link BuildLock}.
   */
  public static void writeFolder(Path target, FolderContent content) throws IOException {
    deleteLeftovers(target);
    Path aside = Files.createDirectory(aside(target));
    try {
      content.writeInto(aside);
      Files.deleteIfExists(target);
      moveInPlace(aside, target);
    } finally {
      deleteFolder(aside);
    }
  }

  /** What a folder is to hold. */
  @FunctionalInterface
  public interface FolderContent {
    /** Writes all of it, flushed to the device. */
    void writeInto(Path folder) throws IOException;
  }

  /** What a file is to hold. */
  @FunctionalInterface
  public interface Content {
    /** Writes all of it, and leaves the stream open. */
    void writeTo(OutputStream out) throws IOException;
  }

  /** Makes a file that is not there yet, with this content, on the device. */
  public static void create(Path file, Content content) throws IOException {
    try (FileChannel channel =
            FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        OutputStream out = new BufferedOutputStream(Channels.newOutputStream(channel))) {
      content.writeTo(out);
      out.flush();
      channel.force(true);
    }
  }

  /** Flushes a file that another program has written. */
  public static void flush(Path file) throws IOException {
    if (!isWindows()) {
      try (FileChannel channel = FileChannel.open(file)) {
        channel.force(true);
      }
    }
  }

  /** Renames a finished file or folder on the same file system and flushes the rename itself. */
  public static void moveInPlace(Path finished, Path target) throws IOException {
    Files.move(
        finished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    if (!isWindows()) {
      try (FileChannel folder = FileChannel.open(target.toAbsolutePath().getParent())) {
        folder.force(true);
      }
    }
  }

  /**
   * Deletes what killed processes left aside for {@code target}. Only for whoever holds its {@link
   * BuildLock} or has {@link ClaimedFile claimed} it: nobody else can be writing there.
   */
  public static void deleteLeftovers(Path target) throws IOException {
    String prefix = asidePrefix(target);
    // No glob pattern: the name may hold characters that mean something there.
    try (DirectoryStream<Path> leftovers =
        Files.newDirectoryStream(
            target.toAbsolutePath().getParent(),
            entry -> entry.getFileName().toString().startsWith(prefix))) {
      for (Path leftover : leftovers) {
        deleteFolder(leftover);
      }
    }
  }

  /** Deletes a folder and everything in it, or nothing if it does not exist. */
  public static void deleteFolder(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    Files.walkFileTree(
        folder,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path visited, IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(visited);
            return FileVisitResult.CONTINUE;
          }
        });
  }

  /**
   * A path beside {@code target} that nothing has yet and no other process will take; what is made
   * there has the usual permissions, unlike Java's temporary files.
   */
  public static Path aside(Path target) {
    String name = asidePrefix(target) + ProcessHandle.current().pid() + "-" + System.nanoTime();
    return target.toAbsolutePath().resolveSibling(name);
  }

  private static String asidePrefix(Path target) {
    return "." + target.getFileName() + ".partial-";
  }

  /** Windows flushes neither folders, nor files that are open for reading, and needs it less. */
  static boolean isWindows() {
    return System.getProperty("os.name").startsWith("Windows");
  }
}
