package distilbench.launcher.rounds;

import distilbench.console.FileProblem;
import distilbench.console.InvalidInputException;
import distilbench.format.RowIdentity;
import distilbench.launcher.plan.PlannedRow;
import distilbench.machine.CpuLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The CPU limits that rows set for their forks: affinity by {@code taskset}, and for each quota a
 * control group as long as this is open. What forks inherit their workers inherit.
 */
public final class ForkLimits implements AutoCloseable {
  private static final String CPUS = "cpus";
  private static final String TASKSET = "taskset";

  /** By quota; forks of this process find them here. */
  private static final Map<Double, CpuGroup> GROUPS = new ConcurrentHashMap<>();

  private static final Thread REMOVAL = new Thread(ForkLimits::remove);

  static {
    Runtime.getRuntime().addShutdownHook(REMOVAL);
  }

  private ForkLimits() {}

  /**
   * Makes ready what the rows' limits need.
   *
   * @throws InvalidInputException if a limit cannot be set on this machine or by this user
   */
  public static ForkLimits open(List<PlannedRow> rows) {
    ForkLimits limits = new ForkLimits();
    try {
      for (PlannedRow row : rows) {
        Optional<CpuLimits> found = of(row.row().parameters().get(CPUS), quota(row.row()));
        found.filter(CpuLimits::hasAffinity).ifPresent(ForkLimits::requireAffinity);
        found.filter(CpuLimits::hasQuota).ifPresent(ForkLimits::group);
        if (row.forks() == 0 && found.filter(ForkLimits::limit).isPresent()) {
          throw new InvalidInputException(
              "cpus and quota limit forks, and -f 0 has none; leave one of them out");
        }
      }
      return limits;
    } catch (InvalidInputException e) {
      limits.close();
      throw e;
    }
  }

  private static String quota(RowIdentity row) {
    return row.parameters().get(RowIdentity.QUOTA);
  }

  private static boolean limit(CpuLimits limits) {
    return limits.hasAffinity() || limits.hasQuota();
  }

  /** None of rows that do not have these parameters. */
  private static Optional<CpuLimits> of(String cpus, String quota) {
    return cpus == null || quota == null
        ? Optional.empty()
        : Optional.of(CpuLimits.of(cpus, quota));
  }

  private static void requireAffinity(CpuLimits limits) {
    BitSet allowed = CpuLimits.allowedCpus();
    BitSet missing = (BitSet) limits.cpus().clone();
    missing.andNot(allowed);
    if (!missing.isEmpty()) {
      throw new InvalidInputException(
          String.format(
              "cpus=%s is not possible: this process may use %s; give some of these",
              limits.list(), allowed.isEmpty() ? "no CPUs that are known" : "CPUs " + allowed));
    }
    String path = System.getenv().getOrDefault("PATH", "");
    if (Stream.of(path.split(":"))
        .noneMatch(folder -> Files.isExecutable(Path.of(folder, TASKSET)))) {
      throw new InvalidInputException(
          "cpus= needs the program taskset, of util-linux, which is not there; install it, or leave"
              + " cpus out");
    }
  }

  private static void group(CpuLimits limits) {
    GROUPS.computeIfAbsent(
        limits.quota(),
        quota -> {
          try {
            return CpuGroup.make(quota);
          } catch (IOException e) {
            throw new InvalidInputException(
                String.format(
                    "quota=%s is not possible: no control group can be made (%s); leave quota out, or"
                        + " run as a user who may make one",
                    quota, FileProblem.of(e)),
                e);
          }
        });
  }

  /**
   * What stands in front of a fork's command so that it is limited; nothing without limits.
   *
   * @param cpus the row's parameter; null if it has none
   * @param quota likewise
   */
  static List<String> command(String cpus, String quota) {
    List<String> command = new ArrayList<>();
    of(cpus, quota)
        .ifPresent(
            limits -> {
              if (limits.hasQuota()) {
                command.addAll(GROUPS.get(limits.quota()).joining());
              }
              if (limits.hasAffinity()) {
                command.addAll(List.of(TASKSET, "-c", limits.list()));
              }
            });
    return command;
  }

  /** Removes the groups; their forks have ended. */
  @Override
  public void close() {
    remove();
  }

  private static void remove() {
    GROUPS.values().forEach(CpuGroup::remove);
    GROUPS.clear();
  }
}
