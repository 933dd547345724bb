package distilbench.jvm;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The JVM flags of workers: those of the fork that starts them, in the same order, except for what
 * only one process can have.
 *
 * @param passed what workers get
 * @param withheld what only the fork has: a port to listen on, a file to write, output where the
 *     protocol's is
 */
public record WorkerFlags(List<String> passed, List<String> withheld) {

  /** The JVM replaces it by the process's id: each process has a file of its own. */
  private static final String PROCESS_ID = "%p";

  private static final Predicate<String> LISTENS =
      Pattern.compile(
              "-agentlib:jdwp.*|-Xrunjdwp.*|-Dcom\\.sun\\.management\\.jmxremote\\..*port=.*")
          .asMatchPredicate();

  private static final Predicate<String> WRITES_A_FILE =
      Pattern.compile(
              "-Xlog.*|-XX:(LogFile|DumpLoadedClassList|StartFlightRecording[=:].*filename)=.*"
                  + "|-(agentlib|agentpath|javaagent):.*[=,;]file=.*"
                  + "|-XX:(ArchiveClassesAtExit|AOTConfiguration|AOTCacheOutput)=.*"
                  + "|-XX:\\+AutoCreateSharedArchive")
          .asMatchPredicate();

  private static final Predicate<String> PRINTS =
      Pattern.compile("-XX:\\+Print.*|-verbose.*|--show-version|--show-module-resolution")
          .asMatchPredicate();

  /** What names another class archive than ours, or none. */
  private static final Predicate<String> NAMES_AN_ARCHIVE =
      Pattern.compile("-XX:SharedArchiveFile=.*|-Xshare:.*|-XX:AOT.*").asMatchPredicate();

  public WorkerFlags {
    passed = List.copyOf(passed);
    withheld = List.copyOf(withheld);
  }

  /** The flags of workers whose fork has these. */
  public static WorkerFlags of(List<String> fork) {
    Map<Boolean, List<String>> parts =
        fork.stream().collect(Collectors.partitioningBy(WorkerFlags::isForManyProcesses));
    return new WorkerFlags(parts.get(true), parts.get(false));
  }

  private static boolean isForManyProcesses(String flag) {
    return !LISTENS.test(flag)
        && !PRINTS.test(flag)
        && (!WRITES_A_FILE.test(flag) || flag.contains(PROCESS_ID));
  }

  /** Those that do nothing but shape a JVM, or load something into it: neither files nor ports. */
  public List<String> withoutOutput() {
    return passed.stream().filter(flag -> !flag.contains(PROCESS_ID)).toList();
  }

  /** The whole command line's, up to the class path; where messages go is said before the rest. */
  public List<String> commandLine(List<String> archive) {
    List<String> flags = new ArrayList<>(JvmFlags.MESSAGES_TO_STDERR);
    flags.addAll(passed);
    if (passed.stream().noneMatch(NAMES_AN_ARCHIVE)) {
      flags.addAll(archive);
    }
    return flags;
  }
}
