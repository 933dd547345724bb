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
    String path = "";
    long shared = 0;
    long privateDirty = 0;
    boolean open = false;
    for (String line : Files.readAllLines(root.resolve(pid + "/smaps"))) {
      Matcher head = MAPPING_HEAD.matcher(line);
      if (head.matches()) {
        if (open) {
          mappings.add(new Mapping(path, shared, privateDirty));
        }
        open = true;
        path = head.group(1);
        shared = 0;
        privateDirty = 0;
        continue;
      }
      Matcher field = FIELD.matcher(line);
      if (field.matches()) {
        long bytes = Long.parseLong(field.group(2)) * 1024;
        switch (field.group(1)) {
          case "Shared_Clean", "Shared_Dirty" -> shared += bytes;
          case "Private_Dirty" -> privateDirty += bytes;
          default -> {}
        }
      }
    }
    if (open) {
      mappings.add(new Mapping(path, shared, privateDirty));
    }
    return mappings;
  }
}
