package distilbench.proctree;

import java.io.IOException;

/**
 * What {@code /proc/PID/stat} tells about a process.
 *
 * @param state one letter: R running, S sleeping, Z ended but not waited for, ...
 * @param parent the parent's pid
 * @param cpuSeconds user and system time of all its threads, ended ones included
 * @param endedChildrenCpuSeconds the same of its children that it has waited for, and of those that
 *     they have waited for
 * @param startTicks when it started, in hundredths of a second since the machine did: with its pid
 *     it names a process for good, as pids are given out again
 */
public record ProcessStat(
    char state, long parent, double cpuSeconds, double endedChildrenCpuSeconds, double startTicks) {
  /** USER_HZ, the unit of times in {@code stat}: 100 on every architecture that has a JVM. */
  public static final double TICKS_PER_SECOND = 100;

  private static final int FIELDS_BETWEEN_PARENT_AND_TIMES = 9;
  private static final int FIELDS_BETWEEN_TIMES_AND_START = 4;

  /** Parses the line. The command's name, in brackets, may itself hold brackets and spaces. */
  static ProcessStat parse(ProcText line) throws IOException {
    line.goBehindLast(')');
    char state = line.letter();
    long parent = (long) line.number();
    line.skip(FIELDS_BETWEEN_PARENT_AND_TIMES);
    double own = line.number() + line.number();
    double endedChildren = line.number() + line.number();
    line.skip(FIELDS_BETWEEN_TIMES_AND_START);
    double start = line.number();
    return new ProcessStat(
        state, parent, own / TICKS_PER_SECOND, endedChildren / TICKS_PER_SECOND, start);
  }

  /** Whether nothing is left of the process but its exit code: it holds no memory. */
  public boolean hasEnded() {
    return state == 'Z' || state == 'X';
  }

  /** Whether a signal or a debugger keeps the process from going on. */
  public boolean isStopped() {
    return state == 'T' || state == 't';
  }

  /** CPU time of the process and of everything below it that has ended. */
  public double totalCpuSeconds() {
    return cpuSeconds + endedChildrenCpuSeconds;
  }
}
