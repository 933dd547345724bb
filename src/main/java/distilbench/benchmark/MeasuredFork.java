package distilbench.benchmark;

import distilbench.jvm.JvmFlags;
import org.openjdk.jmh.annotations.Fork;

/**
 * The JVM flags of every fork: JMH adds what a superclass's {@code @Fork} says to what that of a
 * benchmark leaves open. They are those of the workers, so that the memory of both compares.
 */
@Fork(
    jvmArgs = {
      JvmFlags.HEAP_MIN,
      JvmFlags.HEAP_MAX,
      JvmFlags.HEAP_YOUNG,
      JvmFlags.HEAP_FREE_MIN,
      JvmFlags.HEAP_FREE_MAX,
      JvmFlags.HEAP_SHRINKS_AT_ONCE,
      JvmFlags.STRING_TABLE,
      JvmFlags.COLLECTOR,
      JvmFlags.COMPILER,
      JvmFlags.NO_PERF_DATA,
      JvmFlags.REFLECTION,
      JvmFlags.DIAGNOSTIC,
      JvmFlags.ARCHIVES_IN_PLACE,
      JvmFlags.NATIVE_ACCESS
    })
abstract class MeasuredFork {}
