package distilbench.benchmark;

import distilbench.process.JvmFlags;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How much of a call is turning text into ids?
 *
 * <p>One operation tokenizes the texts of one call. It takes a millisecond or two, so iterations of
 * 2 seconds hold a thousand; the Java around the native tokenizer is compiled after one of them.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(
    value = 3,
    jvmArgs = {
      JvmFlags.HEAP_MIN,
      JvmFlags.HEAP_MAX,
      JvmFlags.HEAP_YOUNG,
      JvmFlags.STRING_TABLE,
      JvmFlags.COLLECTOR,
      JvmFlags.COMPILER,
      JvmFlags.NO_PERF_DATA,
      JvmFlags.DIAGNOSTIC,
      JvmFlags.ARCHIVES_IN_PLACE,
      JvmFlags.NATIVE_ACCESS
    })
public class Tokenize {

  @Benchmark
  public void call(OpenTokenizer tokenizer) {
    tokenizer.nextCall();
  }
}
