package distilbench.launcher.bench;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * What JMH leaves in the temporary folder when its host is killed: what forks printed, hints for
 * their compiler, data of external profilers. No folder of our own can hold these files, because
 * the launcher's JVM knows its temporary folder before the launcher runs.
 */
final class JmhLeftovers {
  /** As {@code java.io.File} makes it of JMH's prefix, and a word that says what is in it. */
  private static final Pattern NAME = Pattern.compile("jmh\\d+[A-Za-z][\\w.-]*");

  private static final Path PROCESSES = Path.of("/proc");

  private JmhLeftovers() {}

  /**
   * Deletes files that no process uses. To be called by whoever holds JMH's lock: no other run of
   * JMH is under way then, except for one that was told to ignore the lock. Its files stay if they
   * are newer than {@code before}, or if a process has them open or names them on its command line,
   * as forks do. Where there is no {@code /proc} to tell, all stay.
   *
   * @param folder the system's for temporary files
   * @param before younger files stay
   * @param user files of others stay
   */
  static void delete(Path folder, FileTime before, UserPrincipal user) {
    try {
      List<Path> files = new ArrayList<>(candidates(folder, before, user));
      if (!files.isEmpty() && Files.isDirectory(PROCESSES.resolve("self"))) {
        files.removeAll(used(files));
        for (Path file : files) {
          Files.deleteIfExists(file);
        }
      }
    } catch (IOException | DirectoryIteratorException e) {
      // They lie where the system deletes files in time; no run may fail for them.
    }
  }

  private static List<Path> candidates(Path folder, FileTime before, UserPrincipal user)
      throws IOException {
    List<Path> candidates = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "jmh*")) {
      for (Path entry : entries) {
        if (NAME.matcher(entry.getFileName().toString()).matches() && isLeft(entry, before, user)) {
          candidates.add(entry);
        }
      }
    }
    return candidates;
  }

  private static boolean isLeft(Path file, FileTime before, UserPrincipal user) {
    try {
      PosixFileAttributes facts =
          Files.readAttributes(file, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
      return facts.isRegularFile()
          && facts.owner().equals(user)
          && facts.lastModifiedTime().compareTo(before) < 0;
    } catch (IOException e) {
      return false;
    }
  }

  private static Collection<Path> used(Collection<Path> files) throws IOException {
    List<Path> used = new ArrayList<>();
    try (DirectoryStream<Path> processes = Files.newDirectoryStream(PROCESSES, "[0-9]*")) {
      for (Path process : processes) {
        String commandLine = commandLine(process);
        List<String> open = openFiles(process);
        files.stream()
            .filter(file -> commandLine.contains(file.toString()) || open.contains(file.toString()))
            .forEach(used::add);
      }
    }
    return used;
  }

  /** Empty for a process that has ended. */
  private static String commandLine(Path process) {
    try {
      return new String(Files.readAllBytes(process.resolve("cmdline")));
    } catch (IOException e) {
      return "";
    }
  }

  /** None of a process that has ended, or of another user, who does not use this user's files. */
  private static List<String> openFiles(Path process) {
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
      return descriptors.map(JmhLeftovers::target).toList();
    } catch (IOException e) {
      return List.of();
    }
  }

  private static String target(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (IOException e) {
      return "";
    }
  }
}
