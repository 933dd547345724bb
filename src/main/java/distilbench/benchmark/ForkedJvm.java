package distilbench.benchmark;

import distilbench.jvm.JvmFlags;
import distilbench.jvm.ParentWatch;
import distilbench.jvm.WorkerFlags;
import java.util.List;
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
}
