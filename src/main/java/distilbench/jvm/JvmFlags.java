package distilbench.jvm;

import java.util.List;

/**
 * The JVM flags of every measured process, forks and workers alike, so that their memory compares.
 * They are constants because JMH's annotations need constants.
 *
 * <p>What one more worker costs, as USS of each of 8 workers on one copy of packed weights, JDK 17
 * on x86-64: 72.6 MiB with a fixed heap of 64 MiB alone; 60.7 with a heap that begins with 8 MiB;
 * 58.8 with the first compiler only; 52.9 with class archives mapped in place; 46.5 with an archive
 * of the workers' own classes ({@link ClassArchive}); 44.7 with a young generation of 1 MiB and a
 * small table of interned strings, at 1.00 times the time. What is left is mostly native: ONNX
 * Runtime, the tokenizer's vocabulary, and the tensors of one text. These gave nothing: a heap of 4
 * MiB, smaller thread stacks, a single malloc arena, a lower trim threshold, uncompressed class
 * pointers. Trimming the native heap every two seconds would give 0.8 MiB more, but JDK 17's first
 * releases do not know the flag. Without ONNX Runtime's arena a worker is 5 MiB smaller and takes
 * 1.27 times as long.
 */
public final class JvmFlags {
  /** A small heap, that grows for what is live and not for what could be collected. */
  public static final String HEAP_MIN = "-Xms8m";

  public static final String HEAP_MAX = "-Xmx64m";

  /** A young generation of 1 MiB: every page of it is touched again and again, so is held. */
  public static final String HEAP_YOUNG = "-Xmn1m";

  /** Half a MiB of buckets otherwise, all written at the start; it grows where it must. */
  public static final String STRING_TABLE = "-XX:StringTableSize=1024";

  /** The collector with the least memory and threads of its own. */
  public static final String COLLECTOR = "-XX:+UseSerialGC";

  /** The second compiler takes more memory than the little Java around the model is worth. */
  public static final String COMPILER = "-XX:TieredStopAtLevel=1";

  /** No performance data file: it is a mapped file that the process writes to. */
  public static final String NO_PERF_DATA = "-XX:-UsePerfData";

  /** Unlocks the flag that follows it. */
  public static final String DIAGNOSTIC = "-XX:+UnlockDiagnosticVMOptions";

  /** Class archives are mapped where they want to be: elsewhere all their pages are rewritten. */
  public static final String ARCHIVES_IN_PLACE = "-XX:ArchiveRelocationMode=0";

  /** Lets JNI libraries load without a warning on new JDKs. */
  public static final String NATIVE_ACCESS = "--enable-native-access=ALL-UNNAMED";

  /** All of them, in the order in which they stand on a command line. */
  public static final List<String> ALL =
      List.of(
          HEAP_MIN,
          HEAP_MAX,
          HEAP_YOUNG,
          STRING_TABLE,
          COLLECTOR,
          COMPILER,
          NO_PERF_DATA,
          DIAGNOSTIC,
          ARCHIVES_IN_PLACE,
          NATIVE_ACCESS);

  /**
   * The JVM's own messages go to standard error; standard output belongs to the protocol. The last
   * flag moves what is no log: the stacks that SIGQUIT asks for. What a JVM says when it crashes no
   * flag can move.
   */
  public static final List<String> MESSAGES_TO_STDERR =
      List.of("-Xlog:disable", "-Xlog:all=warning:stderr", "-XX:+DisplayVMOutputToStderr");

  /** From this Java version on, JMH's and protobuf's use of Unsafe prints a warning per process. */
  private static final int UNSAFE_WARNS_SINCE = 24;

  private JvmFlags() {}

  /**
   * Flags that keep a JVM from printing warnings about libraries' internals.
   *
   * @param feature its version: 17 of Java 17.0.15
   */
  public static List<String> quiet(int feature) {
    return feature < UNSAFE_WARNS_SINCE
        ? List.of()
        : List.of("--sun-misc-unsafe-memory-access=allow");
  }
}
