package distilbench.jvm;

import java.util.List;

/**
 * The JVM flags of every measured process, forks and workers alike, so that their memory compares.
 * They are constants because JMH's annotations need constants.
 *
 * <p>What one more worker costs, as USS of each of 8 workers on one copy of packed weights, x86-64:
 * on JDK 17 72.6 MiB with a fixed heap of 64 MiB alone; 60.7 with a heap that begins with 8 MiB;
 * 58.8 with the first compiler only; 52.9 with class archives mapped in place; 46.5 with an archive
 * of the workers' own classes ({@link ClassArchive}); 45.2 with a young generation of 1 MiB and a
 * small table of interned strings, at 1.00 times the time. JDK 25 then takes 51.6. Without data
 * binding and DJL's own tokenizer class in workers it is 38.6, and 42.7 on JDK 25; there 39.4 with
 * reflection by the JVM's own means; with a heap that begins with 2 MiB and shrinks when a
 * classifier has been opened 35.4 and 36.5.
 *
 * <p>These gave less than 0.3 MiB: smaller thread stacks, a single malloc arena, another top pad,
 * trimming the native heap every two seconds, a small code cache, a jar with a quarter fewer
 * entries. A static class archive, which takes another child to make, would give 0.4; a small table
 * of symbols 0.25, by an experimental flag. Without ONNX Runtime's arena a worker is 2.7 MiB
 * smaller and takes 1.3 times as long: its tensors are then mapped and unmapped at every operator.
 * With a higher mmap threshold they are not, but the workers are 9 MiB larger or more.
 */
public final class JvmFlags {
  /** A small heap, that grows for what is live and not for what could be collected. */
  public static final String HEAP_MIN = "-Xms2m";

  public static final String HEAP_MAX = "-Xmx64m";

  /** A young generation of 1 MiB: every page of it is touched again and again, so is held. */
  public static final String HEAP_YOUNG = "-Xmn1m";

  /**
   * How much of the old generation is free after a full collection, in percent. A little: the heap
   * is full of garbage when a classifier has been opened, which is then collected once, and what
   * runs afterwards leaves hardly anything behind.
   */
  public static final String HEAP_FREE_MIN = "-XX:MinHeapFreeRatio=10";

  /** The same, at most. */
  public static final String HEAP_FREE_MAX = "-XX:MaxHeapFreeRatio=20";

  /** The heap shrinks to that by one full collection; it would take four. */
  public static final String HEAP_SHRINKS_AT_ONCE = "-XX:-ShrinkHeapInSteps";

  /** Half a MiB of buckets otherwise, all written at the start; it grows where it must. */
  public static final String STRING_TABLE = "-XX:StringTableSize=1024";

  /** The collector with the least memory and threads of its own. */
  public static final String COLLECTOR = "-XX:+UseSerialGC";

  /** The second compiler takes more memory than the little Java around the model is worth. */
  public static final String COMPILER = "-XX:TieredStopAtLevel=1";

  /** No performance data file: it is a mapped file that the process writes to. */
  public static final String NO_PERF_DATA = "-XX:-UsePerfData";

  /**
   * Java 18 and newer make classes for reflective calls otherwise (JEP 416). Making a dozen of them
   * has a method compiled that takes 6 MiB to compile, of which most stay with the process. Java 17
   * does not know the property and does not mind it.
   */
  public static final String REFLECTION = "-Djdk.reflect.useNativeAccessorOnly=true";

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
          HEAP_FREE_MIN,
          HEAP_FREE_MAX,
          HEAP_SHRINKS_AT_ONCE,
          STRING_TABLE,
          COLLECTOR,
          COMPILER,
          NO_PERF_DATA,
          REFLECTION,
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
