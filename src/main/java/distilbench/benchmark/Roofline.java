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
 * What does this machine's matrix multiply reach, at the sizes that the model asks of it, in
 * float32 and in INT8?
 *
 * <p>One operation is one product of one shape, so that each shape has a score of its own; {@code
 * work.gflops} is the same in GFLOP/s. A matrix of 2 to 9 MB stays in the caches of most servers,
 * where those of a whole model do not: this is what the cores can do, the roof over whatever is
 * deployed on them. Of INT8 they are integer operations, counted and named alike.
 *
 * <p>The product is native code that needs no warming up beyond its first calls; half a second is
 * enough for them and for the Java that checks the products. An iteration of half a second holds
 * hundreds of the shortest products, and of the longest (9 GFLOP) five on one 2.6 GHz core with
 * AVX-512. What differs from fork to fork, such as where pages and threads lie, is what an interval
 * must show: hence five short forks and not a long one. All 48 rows take nine minutes.
 *
 * <p>All rows, then one shape on one core in INT8:
 *
 * <pre>
 * java -jar target/benchmarks.jar Roofline
 * java -jar target/benchmarks.jar Roofline -p shape=768x3072 -p threads=1 -p precision=INT8
 * </pre>
 */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 1, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 2, time = 500, timeUnit = TimeUnit.MILLISECONDS)
@Fork(5)
public class Roofline extends MeasuredFork {

  @Benchmark
  public void multiply(MeasuredProduct product) {
    product.multiply();
  }
}
