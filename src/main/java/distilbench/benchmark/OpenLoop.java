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
 * How long does a call take when calls arrive by themselves, whether or not earlier ones are done?
 *
 * <p>An open loop: when each call arrives is drawn beforehand. A call goes to the first caller of
 * the deployment that is free and waits until there is one. Its latency counts from when it was to
 * arrive. Clients of a closed loop send nothing while they wait for a slow answer, so they hardly
 * ever meet a slow moment; these do.
 *
 * <p>One operation is one schedule of arrivals, and its time that of the schedule: the figures are
 * the metrics {@code lat.*}. All deployments of a round meet the same arrivals, and every round has
 * others. The calls of one queue are not independent of each other, so the fork is the unit: 5
 * forks.
 *
 * <p>Two deployments at 10 calls per second, then one at several rates, with a bound:
 *
 * <pre>
 * java -jar target/benchmarks.jar OpenLoop -p deployment=THREADS,SERVER -p rate=10
 * java -jar target/benchmarks.jar OpenLoop -p deployment=SERVER -p rate=10,15,20,25 -p slo=200ms
 * </pre>
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(5)
public class OpenLoop extends MeasuredFork {

  @Benchmark
  public void schedule(LoadedDeployment deployment) {
    deployment.serveAll();
  }
}
