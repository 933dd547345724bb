package distilbench.machine;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Tells CPUs apart for which native code may lay out data differently. */
public final class CpuIdentity {
  /** What /proc/cpuinfo calls model and instruction set extensions on x86 and on ARM. */
  private static final Set<String> FIELDS =
      Set.of(
          "vendor_id",
          "cpu family",
          "model",
          "model name",
          "stepping",
          "flags",
          "CPU implementer",
          "CPU architecture",
          "CPU variant",
          "CPU part",
          "Features");

  private CpuIdentity() {}

  /**
   * The first CPU's model and features, one per line; what Java knows where Linux tells nothing.
   */
  public static String read() {
    return read(Path.of("/"));
  }

  static String read(Path root) {
    try {
      List<String> lines = Files.readAllLines(root.resolve("proc/cpuinfo"));
      return lines.stream()
          .takeWhile(line -> !line.isBlank())
          .filter(line -> FIELDS.contains(line.split(":", 2)[0].strip()))
          .collect(Collectors.joining("\n"));
    } catch (IOException e) {
      return String.join(
          " ",
          System.getProperty("os.arch"),
          System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", ""));
    }
  }
}
