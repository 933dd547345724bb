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
 * How long does it take from starting a deployment's process to its first answer, and to being
 * ready and warm?
 *
 * <p>An in-process deployment is opened inside a freshly started child JVM. The page cache is warm:
 * the model's files were read just before, as they are on a machine that has served the model
 * before. Nothing may be warmed up, and every start is a new process, so one start per fork.
 *
 * <p>Both questions about two deployments, then the second alone for 2 and for 4 processes:
 *
 * <pre>
 * java -jar target/benchmarks.jar ColdStart -p deployment=SINGLE,SHARED_PREPACKED
 * java -jar target/benchmarks.jar ColdStart.allReady -p deployment=SHARED_PREPACKED -p processes=2,4
 * </pre>
 */
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
@Fork(5)
public class ColdStart extends MeasuredFork {

  /** From starting the process to the answer to one text. */
  @Benchmark
  public void firstAnswer(ColdDeployment deployment) {
    deployment.startAndAnswerOne();
  }

  /** From starting the process until it has answered the 16 warm-up texts. */
  @Benchmark
  public void allReady(ColdDeployment deployment) {
    deployment.startAndWarmUp();
  }
}
