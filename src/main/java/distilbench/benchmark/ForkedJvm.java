package distilbench.benchmark;

import distilbench.jvm.JvmFlags;
import distilbench.jvm.ParentWatch;
import distilbench.jvm.WorkerFlags;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.infra.BenchmarkParams;

/** The JVM that JMH has forked for a benchmark, as JMH describes it. */
final class ForkedJvm {
  private ForkedJvm() {}

  /** A fork ends with its JMH host, however that ended; with {@code -f 0} there is no host. */
  static void watchParent(BenchmarkParams jmh) {
    if (jmh.getForks() > 0) {
      ParentWatch.start();
    }
  }

  /**
   * The flags of the workers that a fork starts: its own, as the command line and {@code @Fork}
   * make them. With {@code -f 0} there is no fork that they could belong to.
   */
  static WorkerFlags workerFlags(BenchmarkParams jmh) {
    return WorkerFlags.of(jmh.getForks() > 0 ? List.copyOf(jmh.getJvmArgs()) : JvmFlags.ALL);
  }

  /**
   * How long a worker may keep a fork waiting: as long as JMH lets an iteration take ({@code -to},
   * 10 minutes by default).
   */
  static Duration limit(BenchmarkParams jmh) {
    return Duration.ofNanos(jmh.getTimeout().convertTo(TimeUnit.NANOSECONDS));
  }
}
