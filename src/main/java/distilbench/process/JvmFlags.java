package distilbench.process;

import java.util.List;

/**
 * The JVM flags of every measured process, forks and workers alike, so that their memory compares.
 * They are constants because JMH's annotations need constants.
 */
public final class JvmFlags {
  /** A fixed heap: one that grows and shrinks would be measured as the deployment's memory. */
  public static final String HEAP_MIN = "-Xms64m";

  public static final String HEAP_MAX = "-Xmx64m";

  /** The collector with the least memory and threads of its own. */
  public static final String COLLECTOR = "-XX:+UseSerialGC";

  /** No performance data file: it is a mapped file that the process writes to. */
  public static final String NO_PERF_DATA = "-XX:-UsePerfData";

  /** Lets JNI libraries load without a warning on new JDKs. */
  public static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

  /** All of them, in the order in which they stand on a command line. */
  public static final List<String> ALL =
      List.of(HEAP_MIN, HEAP_MAX, COLLECTOR, NO_PERF_DATA, NATIVE_ACCESS);

  /** From this Java version on, JMH's and protobuf's use of Unsafe prints a warning per process. */
  private static final int UNSAFE_WARNS_SINCE = 24;

  private JvmFlags() {}

  /** Flags that keep a JVM of this version from printing warnings about libraries' internals. */
  public static List<String> quiet(Runtime.Version version) {
    return version.feature() < UNSAFE_WARNS_SINCE
        ? List.of()
        : List.of("--sun-misc-unsafe-memory-access=allow");
  }
}
