package distilbench.benchmark;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Threads;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.ThreadParams;

/**
 * How many calls per second does a deployment serve under load, and how long does a call take?
 *
 * <p>A closed loop: each JMH thread ({@code -t}) is a client that sends its next call when it has
 * the answer to the last. Where there are more clients than calls that the deployment runs at once,
 * the time includes waiting for one's turn. By default there is one client per hardware thread,
 * enough to keep every core busy. A call of 8 texts takes tenths of a second: 10 seconds hold
 * dozens of calls per client, and a warm-up of 5 covers what the first calls still load.
 *
 * <p>Two deployments under the load of 4 clients, both modes, then the time of a call alone:
 *
 * <pre>
 * java -jar target/benchmarks.jar ClosedLoop -p deployment=THREADS,SERVER -t 4
 * java -jar target/benchmarks.jar ClosedLoop -p deployment=SERVER -t 4 -bm sample
 * </pre>
 */
@BenchmarkMode({Mode.Throughput, Mode.SampleTime})
@OutputTimeUnit(TimeUnit.SECONDS)
@Threads(Threads.MAX)
@Warmup(iterations = 1, time = 5)
@Measurement(iterations = 2, time = 10)
@Fork(3)
public class ClosedLoop extends MeasuredFork {

  /** One client; the clients take turns through the corpus. */
  @State(Scope.Thread)
  public static class Client {
    private int turn = -1;

    private int nextTurn(ThreadParams threads) {
      turn = turn < 0 ? threads.getThreadIndex() : turn + threads.getThreadCount();
      return turn;
    }
  }

  @Benchmark
  public void call(MeasuredDeployment deployment, Client client, ThreadParams threads) {
    deployment.call(threads.getThreadIndex(), client.nextTurn(threads));
  }
}
