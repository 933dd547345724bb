package distilbench.machine;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * What is otherwise for a run in a container than for one on the machine itself, for whoever starts
 * it: which limits hold, and what of the host is seen.
 */
public final class ContainerNotice {
  private static final double MIB = 1 << 20;

  private ContainerNotice() {}

  /** Lines to print; none if nothing is limited and nothing hidden. */
  public static List<String> ofThisProcess() {
    return of(new MachineFiles(Path.of("/")));
  }

  static List<String> of(MachineFiles files) {
    Limits limits = Limits.read(files);
    List<String> lines = new ArrayList<>();
    List<String> found = found(limits);
    if (!found.isEmpty()) {
      lines.add("Limited to " + String.join(" and ", found) + ".");
    }
    if (limits.ownNamespace().isKnown() && limits.ownNamespace().value()) {
      lines.add(
          "In a container: "
              + (found.isEmpty() ? "no limit is seen; one" : "a lower limit")
              + " above it would be hidden. Page cache and what others use are the whole host's.");
    }
    return lines;
  }

  private static List<String> found(Limits limits) {
    List<String> found = new ArrayList<>();
    if (limits.cpuQuotaCores().isKnown()) {
      found.add(String.format("%.2f cores of CPU time", limits.cpuQuotaCores().value()));
    }
    if (limits.memoryBytes().isKnown()) {
      found.add(
          String.format(
              "%.0f MiB of memory, page cache included", limits.memoryBytes().value() / MIB));
    }
    return found;
  }
}
