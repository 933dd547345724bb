package distilbench.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Names a process that does not answer, with what the system says about why. */
public final class ProcessState {
  private static final char STOPPED = 'T';

  private ProcessState() {}

  /**
   * The id and, where that explains silence, the state: "pid 4711, stopped by a signal". Linux
   * alone tells the state.
   */
  public static String describe(long pid) {
    return "pid " + pid + explanation(pid);
  }

  /** Whether somebody has stopped it by a signal; false where the system does not tell. */
  static boolean isStopped(long pid) {
    return letter(pid) == STOPPED;
  }

  private static String explanation(long pid) {
    return switch (letter(pid)) {
      case STOPPED -> ", stopped by a signal";
      case 't' -> ", stopped by a debugger";
      case 'D' -> ", waiting for a device";
      case 'Z' -> ", ended";
      default -> "";
    };
  }

  /** The state as proc(5) abbreviates it; a blank if it is not told. */
  private static char letter(long pid) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
      // The name before it, in parentheses, may hold anything.
      return stat.charAt(stat.lastIndexOf(')') + 2);
    } catch (IOException e) {
      return ' ';
    }
  }
}
