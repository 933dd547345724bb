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
 * Does a deployment's memory grow while it works, or when it is closed and opened again?
 *
 * <p>One operation is many passes over the corpus, or many openings. After each one the memory of
 * the process tree is read while nothing is under way. {@code growth.*} is the slope of these
 * readings. Each fork gives one slope, and an interval needs several forks: 5, as for a pass.
 *
 * <p>Two deployments over 20 passes each, then the same two opened 20 times:
 *
 * <pre>
 * java -jar target/benchmarks.jar Soak.calls -p deployment=THREADS,SERVER
 * java -jar target/benchmarks.jar Soak.reopening -p deployment=THREADS,SERVER
 * </pre>
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(5)
public class Soak extends MeasuredFork {

  /** Growth with the calls that a deployment serves. */
  @Benchmark
  public void calls(MeasuredDeployment deployment, SoakParameters soak) {
    deployment.soak(soak.checked());
  }

  /** Growth with the times that it is opened. */
  @Benchmark
  public void reopening(ReopenedDeployment deployment, SoakParameters soak) {
    deployment.reopen(soak.checked());
  }
}
