package distilbench.benchmark;

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
 *
 * <p>By how many texts a call has:
 *
 * <pre>
 * java -jar target/benchmarks.jar Tokenize -p callSize=1,8,32
 * </pre>
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 2, time = 2)
@Measurement(iterations = 3, time = 2)
@Fork(3)
public class Tokenize extends MeasuredFork {

  @Benchmark
  public void call(OpenTokenizer tokenizer) {
    tokenizer.nextCall();
  }
}
