package distilbench.benchmark;

import distilbench.jvm.ParentWatch;
import org.openjdk.jmh.infra.BenchmarkParams;

/** What every fork does first. */
final class Forks {
  private Forks() {}

  /** A fork ends with its JMH host, however that ended; with {@code -f 0} there is no host. */
  static void watchParent(BenchmarkParams jmh) {
    if (jmh.getForks() > 0) {
      ParentWatch.start();
    }
  }
}
