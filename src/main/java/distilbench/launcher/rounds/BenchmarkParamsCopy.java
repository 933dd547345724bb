package distilbench.launcher.rounds;

import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.runner.WorkloadParams;

/** What JMH told a fork, told differently; JMH's own class cannot be changed once it is made. */
final class BenchmarkParamsCopy {
  private BenchmarkParamsCopy() {}

  /** The same with another number of forks and other parameters. */
  static BenchmarkParams of(BenchmarkParams told, int forks, WorkloadParams parameters) {
    return new BenchmarkParams(
        told.getBenchmark(),
        told.generatedBenchmark(),
        told.shouldSynchIterations(),
        told.getThreads(),
        told.getThreadGroups(),
        told.getThreadGroupLabels(),
        forks,
        told.getWarmupForks(),
        told.getWarmup(),
        told.getMeasurement(),
        told.getMode(),
        parameters,
        told.getTimeUnit(),
        told.getOpsPerInvocation(),
        told.getJvm(),
        told.getJvmArgs(),
        told.getJdkVersion(),
        told.getVmName(),
        told.getVmVersion(),
        told.getJmhVersion(),
        told.getTimeout());
  }
}
