package distilbench.storage;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * Somebody, other than this user and root, who could replace what lies at a path: by writing to it,
 * or to a folder above it, whose entries they may then rename. The rule is that of sshd's
 * StrictModes: each of these belongs to this user or to root, and nobody else may write to it. In a
 * folder with the sticky bit, as {@code /tmp}, others may write but not rename what is not theirs.
 *
 * <p>Where a system gives each user a group of their own, its name is the user's: such a group may
 * write. In a user namespace every owner who has no name in it looks alike, root outside of it
 * among them: above the place itself such an owner is taken for root.
 *
 * @param place the file or folder that they could change
 * @param owner whether it is theirs; otherwise it is this user's or root's and its mode lets them
 * @param text "PLACE belongs to user U" or "others may write to PLACE"
 */
public record Outsider(Path place, boolean owner, String text) {
  private static final String VIEW = "unix";
  private static final int ROOT = 0;
  private static final int GROUP_WRITES = 0020;
  private static final int OTHERS_WRITE = 0002;
  private static final int STICKY = 01000;
  private static final String ALL_USERS = "0 0 4294967295";

  /**
   * The first one on the way from the root folder to a path, links followed; nothing is asked about
   * a part of it that does not exist. Where there are no Unix modes nobody is found.
   */
  public static Optional<Outsider> at(Path path) throws IOException {
    if (!FileSystems.getDefault().supportedFileAttributeViews().contains(VIEW)) {
      return Optional.empty();
    }
    Path existing = path.toAbsolutePath();
    while (Files.notExists(existing)) {
      existing = existing.getParent();
    }
    // A link itself may be replaced, and what it leads to.
    for (Path end : List.of(existing, existing.toRealPath())) {
      for (int names = 0; names <= end.getNameCount(); names++) {
        Path place = names == 0 ? end.getRoot() : end.getRoot().resolve(end.subpath(0, names));
        Optional<Outsider> found = of(place, names < end.getNameCount());
        if (found.isPresent()) {
          return found;
        }
      }
    }
    return Optional.empty();
  }

  private static Optional<Outsider> of(Path place, boolean above) throws IOException {
    PosixFileAttributes file =
        Files.readAttributes(place, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    int owner = number(place, "uid", LinkOption.NOFOLLOW_LINKS);
    if (owner != ROOT && owner != self() && !(above && isUnmapped(owner))) {
      return Optional.of(
          new Outsider(place, true, place + " belongs to user " + file.owner().getName()));
    }
    int mode = number(place, "mode", LinkOption.NOFOLLOW_LINKS);
    boolean written =
        (mode & OTHERS_WRITE) != 0 || (mode & GROUP_WRITES) != 0 && !isOwnersGroup(file);
    // The mode of a link means nothing.
    if (!written || file.isSymbolicLink() || above && (mode & STICKY) != 0) {
      return Optional.empty();
    }
    return Optional.of(new Outsider(place, false, "others may write to " + place));
  }

  private static int number(Path file, String attribute, LinkOption... links) throws IOException {
    return (int) Files.getAttribute(file, VIEW + ":" + attribute, links);
  }

  /** The user's id; where there is no /proc, that of the home folder's owner. */
  private static int self() throws IOException {
    Path process = Path.of("/proc/self");
    return number(
        Files.exists(process) ? process : Path.of(System.getProperty("user.home")), "uid");
  }

  private static boolean isUnmapped(int user) throws IOException {
    Path map = Path.of("/proc/self/uid_map");
    Path unmapped = Path.of("/proc/sys/kernel/overflowuid");
    return Files.exists(map)
        && !Files.readString(map).strip().replaceAll("\\s+", " ").equals(ALL_USERS)
        && Files.readString(unmapped).strip().equals(Integer.toString(user));
  }

  /** Whose name it bears and in which nobody else is. */
  private static boolean isOwnersGroup(PosixFileAttributes file) throws IOException {
    String owner = file.owner().getName();
    if (!file.group().getName().equals(owner)) {
      return false;
    }
    Predicate<String> isOwner = owner::equals;
    try (Stream<String> groups = Files.lines(Path.of("/etc/group"))) {
      // Name, password, number, members.
      return groups
          .map(line -> line.split(":"))
          .filter(group -> group[0].equals(owner) && group.length > 3)
          .flatMap(group -> Arrays.stream(group[3].split(",")))
          .allMatch(isOwner);
    }
  }
}
