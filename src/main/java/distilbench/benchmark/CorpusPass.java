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
 * How long does the whole corpus take? The article's question, and the default run.
 *
 * <p>One operation is one pass over the corpus by a deployment that is open and warm. A pass takes
 * seconds and is nearly all native code, so JMH warms nothing up: opening the deployment makes
 * every process answer 16 texts, the longest among them. One pass per fork, because the passes of
 * one JVM are not independent; 5 forks, because with 5 a 95 % interval is 1.24 standard deviations
 * to each side and with 3 it is 2.5.
 *
 * <p>All deployments, then two of them over the article's 1000 texts:
 *
 * <pre>
 * java -jar target/benchmarks.jar
 * java -jar target/benchmarks.jar CorpusPass -p deployment=SINGLE,SHARED_PREPACKED -p texts=1000
 * </pre>
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(5)
public class CorpusPass extends MeasuredFork {

  @Benchmark
  public void pass(MeasuredDeployment deployment) {
    deployment.pass();
  }
}
