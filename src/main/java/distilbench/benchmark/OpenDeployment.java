package distilbench.benchmark;

import distilbench.deployment.Plan;
import distilbench.facts.MeasuredSection;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/** The deployment under measurement: opened and warmed once per fork, outside the measured time. */
@State(Scope.Benchmark)
public class OpenDeployment {
  private CheckedDeployment deployment;

  @Setup(Level.Trial)
  public void open(CorpusParameters corpus, DeploymentParameters parameters, BenchmarkParams jmh) {
    Forks.watchParent(jmh);
    Workload workload = Workload.load(corpus.settings());
    Plan plan = parameters.plan();
    long started = System.nanoTime();
    deployment =
        new CheckedDeployment(
            workload,
            plan.open(workload.model(), workload.reference()),
            plan.callers(),
            plan.session().batchSize());
    MeasuredSection.current()
        .opened(
            (System.nanoTime() - started) / 1e9,
            deployment.callSize(),
            parameters.deployment.runsModel());
  }

  @Setup(Level.Iteration)
  public void beginSection() {
    MeasuredSection.current().begin();
  }

  @TearDown(Level.Iteration)
  public void endSection() {
    MeasuredSection.current().end();
  }

  @TearDown(Level.Trial)
  public void close() {
    deployment.close();
  }

  void pass() {
    deployment.pass();
  }

  void call(int index) {
    deployment.call(index);
  }
}
