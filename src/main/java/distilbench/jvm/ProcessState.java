package distilbench.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names a process that does not answer, with what the system says about why. */
public final class ProcessState {
  private ProcessState() {}

  /**
   * The id and, where that explains silence, the state: "pid 4711, stopped by a signal". Linux
   * alone tells the state.
   */
  public static String describe(long pid) {
    return "pid " + pid + explanation(pid);
  }

  private static String explanation(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The name before it, in parentheses, may hold anything.
      return switch (stat.charAt(stat.lastIndexOf(')') + 2)) {
        case 'T' -> ", stopped by a signal";
        case 't' -> ", stopped by a debugger";
        case 'D' -> ", waiting for a device";
        case 'Z' -> ", ended";
        default -> "";
      };
    } catch (IOException e) {
      return "";
    }
  }
}
