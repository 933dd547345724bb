package distilbench.machine;

import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;

/**
 * Which CPUs measured processes may use, and for how much of the time.
 *
 * @param cpus hardware threads; empty: all
 * @param quota CPU time per time, in CPUs; 0: no quota
 */
public record CpuLimits(BitSet cpus, double quota) {
  /** What stands for no affinity on a command line. */
  public static final String ALL = "all";

  /** The kernel refuses less than a millisecond in its period of a tenth of a second. */
  private static final double LEAST_QUOTA = 0.01;

  private static final double ROUNDING = 1e-3;

  /**
   * Reads limits as they are typed.
   *
   * @param cpus {@value #ALL}, or a list as Linux has it, such as 0-3; since a comma separates
   *     values of a parameter, + stands for it: 0-1+4
   * @param quota such as 1.5; 0 = none
   * @throws InvalidInputException if one is not possible
   */
  public static CpuLimits of(String cpus, String quota) {
    return new CpuLimits(cpus(cpus), quota(quota));
  }

  private static BitSet cpus(String cpus) {
    if (cpus.equals(ALL)) {
      return new BitSet();
    }
    BitSet parsed =
        cpus.matches("\\d{1,4}(-\\d{1,4})?([,+]\\d{1,4}(-\\d{1,4})?)*") && ascends(cpus)
            ? CpuList.parse(cpus.replace('+', ','))
            : new BitSet();
    if (parsed.isEmpty()) {
      throw new InvalidInputException(
          "cpus=" + cpus + " is not possible; give all, or CPUs such as 0-3 or 0+2-3");
    }
    return parsed;
  }

  private static boolean ascends(String cpus) {
    for (String range : cpus.split("[,+]")) {
      String[] ends = range.split("-");
      if (Integer.parseInt(ends[0]) > Integer.parseInt(ends[ends.length - 1])) {
        return false;
      }
    }
    return true;
  }

  private static double quota(String quota) {
    double parsed = quota.matches("\\d{1,4}(\\.\\d{1,6})?") ? Double.parseDouble(quota) : -1;
    if (parsed != 0 && parsed < LEAST_QUOTA) {
      throw new InvalidInputException(
          String.format(
              "quota=%s is not possible; give CPUs' worth of time such as 1.5, at least %s, or 0 for"
                  + " none",
              quota, LEAST_QUOTA));
    }
    return parsed;
  }

  /** Whether some CPUs may not be used. */
  public boolean hasAffinity() {
    return !cpus.isEmpty();
  }

  public boolean hasQuota() {
    return quota > 0;
  }

  /** How many of so many cores can be busy at once within these limits, at least 1. */
  public int atMost(int cores) {
    int allowed = hasAffinity() ? Math.min(cores, cpus.cardinality()) : cores;
    return hasQuota() ? Math.min(allowed, (int) Math.ceil(quota)) : allowed;
  }

  /** The CPUs as {@code taskset -c} takes them. */
  public String list() {
    StringBuilder list = new StringBuilder();
    cpus.stream().forEach(cpu -> list.append(list.isEmpty() ? "" : ",").append(cpu));
    return list.toString();
  }

  /** The CPUs that this process may use; empty where Linux does not tell. */
  public static BitSet allowedCpus() {
    try {
      return Cores.allowedThreads(Path.of("/proc/self/status"));
    } catch (IOException e) {
      return new BitSet();
    }
  }

  /**
   * Checks that this process is limited as these say: a row must not carry the name of limits that
   * nobody set.
   *
   * @throws IllegalStateException if it is not
   */
  public void requireApplied() {
    if (hasAffinity() && !allowedCpus().equals(cpus)) {
      throw new IllegalStateException(
          "this process may use CPUs " + allowedCpus() + ", not " + cpus + " as cpus= says");
    }
    if (hasQuota()) {
      Fact<Double> found = Limits.read(new MachineFiles(Path.of("/"))).cpuQuotaCores();
      if (!found.isKnown() || found.value() > quota + ROUNDING) {
        throw new IllegalStateException(
            "this process does not have the CPU quota that quota= says: " + quota);
      }
    }
  }
}
