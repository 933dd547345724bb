package distilbench.jvm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Tells, on Linux, whether a process still runs. */
public final class LivingProcess {
  private LivingProcess() {}

  /** A process that has ended may stay as a zombie, where nobody adopts orphans for ever. */
  public static boolean runs(ProcessHandle process) {
    try {
      String stat = Files.readString(Path.of("/proc", Long.toString(process.pid()), "stat"));
      return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
    } catch (IOException e) {
      return false;
    }
  }
}
