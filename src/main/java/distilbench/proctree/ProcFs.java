package distilbench.proctree;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads what Linux tells about processes below {@code /proc}. */
public final class ProcFs {
  /** "55d0-55f0 rw-p 0000 fe:00 1234 /a file": addresses, permissions, offset, device, inode. */
  private static final Pattern MAPPING_HEAD =
      Pattern.compile("[0-9a-f]+-[0-9a-f]+ \\S+ \\S+ \\S+ \\d+ *(.*)");

  private static final Pattern FIELD = Pattern.compile("(\\w+): +(\\d+) kB");

  private final Path root;

  private ProcFs(Path root) {
    this.root = root;
  }

  /** This machine's. */
  public static ProcFs ofThisMachine() {
    return new ProcFs(Path.of("/proc"));
  }

  /** The same kind of files below another root. */
  public static ProcFs at(Path root) {
    return new ProcFs(root);
  }

  /**
   * The mappings of a process, from {@code smaps}.
   *
   * @throws IOException if the process is gone, may not be read, or the kernel has no smaps
   */
  public List<Mapping> mappings(long pid) throws IOException {
    List<Mapping> mappings = new ArrayList<>();
    for (String line : Files.readAllLines(root.resolve(pid + "/smaps"))) {
      Matcher head = MAPPING_HEAD.matcher(line);
      Matcher field = FIELD.matcher(line);
      if (head.matches()) {
        mappings.add(new Mapping(head.group(1), 0, 0));
      } else if (field.matches()) {
        int last = mappings.size() - 1;
        long bytes = Long.parseLong(field.group(2)) * 1024;
        mappings.set(last, with(mappings.get(last), field.group(1), bytes));
      }
    }
    return mappings;
  }

  private static Mapping with(Mapping mapping, String field, long bytes) {
    return switch (field) {
      case "Shared_Clean", "Shared_Dirty" ->
          new Mapping(mapping.path(), mapping.shared() + bytes, mapping.privateDirty());
      case "Private_Dirty" ->
          new Mapping(mapping.path(), mapping.shared(), mapping.privateDirty() + bytes);
      default -> mapping;
    };
  }
}
