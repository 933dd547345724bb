package distilbench.launcher.rounds;

import distilbench.jvm.ProcessFamily;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * An environment variable that all forks of this process have, and what they start. A worker ends
 * with its fork; one that is stopped does not, and when a fork has been killed nothing but the mark
 * tells whose the worker is.
 */
final class ForkMark {
  private static final String VARIABLE = "DISTILBENCH_RUN=" + UUID.randomUUID();

  private ForkMark() {}

  /** The variable, as {@code NAME=value}. */
  static String variable() {
    return VARIABLE;
  }

  /** Kills every process that has the mark. To be called when no fork is running; on Linux. */
  static void killAll() {
    ProcessHandle.allProcesses()
        .filter(ForkMark::isMarked)
        .forEach(left -> new ProcessFamily(left).kill());
  }

  private static boolean isMarked(ProcessHandle process) {
    try {
      Path environment = Path.of("/proc", Long.toString(process.pid()), "environ");
      return Files.readString(environment, StandardCharsets.ISO_8859_1).contains(VARIABLE);
    } catch (IOException e) {
      // It has ended, or is another user's: none of ours.
      return false;
    }
  }
}
