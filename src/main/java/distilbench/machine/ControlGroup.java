package distilbench.machine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Where the kernel keeps what one controller, such as "cpu", limits and counts for this process.
 *
 * @param version 1 or 2: hosts with both have some controllers in one and some in the other
 * @param folders the process's own group and those above it, as far as they can be seen, own first:
 *     a limit holds for everything below it
 */
public record ControlGroup(int version, List<String> folders) {
  private static final String MEMBERSHIP = "proc/self/cgroup";
  private static final String MOUNTS = "proc/self/mountinfo";

  /** Fields of a line of mountinfo, see proc(5). */
  private static final int MOUNT_ROOT = 3;

  private static final int MOUNT_POINT = 4;

  /** The group that a controller has put this process into. */
  public static Fact<ControlGroup> of(MachineFiles files, String controller) {
    return files
        .lines(MEMBERSHIP)
        .flatMap(
            groups ->
                files
                    .lines(MOUNTS)
                    .flatMap(
                        mounts ->
                            find(groups, mounts, controller)
                                .map(Fact::of)
                                .orElseGet(() -> Fact.none("no control group for " + controller))));
  }

  /** A line of the membership is "number:controllers:path"; version 2 has no controllers there. */
  private static Optional<ControlGroup> find(
      List<String> groups, List<String> mounts, String controller) {
    return path(groups, controller)
        .flatMap(path -> mount(mounts, "cgroup", controller).map(at -> under(1, at, path)))
        .or(
            () ->
                path(groups, "")
                    .flatMap(path -> mount(mounts, "cgroup2", "").map(at -> under(2, at, path))));
  }

  private static Optional<String> path(List<String> groups, String controller) {
    return groups.stream()
        .map(line -> line.split(":", 3))
        .filter(fields -> Arrays.asList(fields[1].split(",")).contains(controller))
        .map(fields -> fields[2])
        .findFirst();
  }

  /** The fields of the mount of a hierarchy. */
  private static Optional<String[]> mount(List<String> mounts, String type, String controller) {
    for (String mount : mounts) {
      String[] parts = mount.split(" - ", 2);
      String[] behind = parts[1].split(" ");
      List<String> options = Arrays.asList(behind[behind.length - 1].split(","));
      if (behind[0].equals(type) && (controller.isEmpty() || options.contains(controller))) {
        return Optional.of(parts[0].split(" "));
      }
    }
    return Optional.empty();
  }

  /**
   * A container sees its own group as the mount's root, but where it shares the host's namespace
   * its membership still names the path on the host.
   */
  private static ControlGroup under(int version, String[] mount, String path) {
    String root = mount[MOUNT_ROOT].equals("/") ? "" : mount[MOUNT_ROOT];
    String below = path.startsWith(root + "/") ? path.substring(root.length()) : "";
    String top = mount[MOUNT_POINT].substring(1);
    List<String> folders = new ArrayList<>();
    for (String rest = below; rest.length() > 1; rest = rest.substring(0, rest.lastIndexOf('/'))) {
      folders.add(top + rest);
    }
    folders.add(top);
    return new ControlGroup(version, folders);
  }
}
