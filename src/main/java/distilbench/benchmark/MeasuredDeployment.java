package distilbench.benchmark;

import distilbench.deployment.DeploymentPlan;
import distilbench.deployment.Sharing;
import distilbench.section.MeasuredSection;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/** The deployment under measurement: opened and warmed once per fork, outside the measured time. */
@State(Scope.Benchmark)
public class MeasuredDeployment {
  private CheckedDeployment deployment;

  @Setup(Level.Trial)
  public void open(CorpusParameters corpus, DeploymentParameters parameters, BenchmarkParams jmh) {
    ForkedJvm.watchParent(jmh);
    Workload workload =
        Workload.load(
            corpus.settings(
                parameters.engine(), parameters.variant(), parameters.needsPackedWeights()));
    DeploymentPlan plan = parameters.plan();
    MeasuredSection section = MeasuredSection.current();
    section.opening();
    long started = System.nanoTime();
    deployment =
        CheckedDeployment.open(
            workload,
            plan,
            workload.program(plan, ForkedJvm.workerFlags(jmh)),
            ForkedJvm.limit(jmh));
    double seconds = (System.nanoTime() - started) / 1e9;
    List<Long> workers = deployment.workerPids();
    section.opened(seconds, deployment.callSize(), plan.runsModel(), workers);
    section.runsModel(plan.runsModel());
    section.sharing(
        plan.sharesWeights(),
        Sharing.verify(workload.model(), workload.engineWeights(), plan.answers(), workers));
  }

  @Setup(Level.Iteration)
  public void beginSection() {
    MeasuredSection.current().begin();
  }

  @TearDown(Level.Iteration)
  public void endSection() {
    MeasuredSection.current().end();
    MeasuredSection.current().workersHeap(deployment.workersHeap());
    deployment.requireCloseAnswers();
  }

  @TearDown(Level.Trial)
  public void close() {
    deployment.close();
  }

  void pass() {
    deployment.pass();
  }

  void call(int client, int index) {
    deployment.call(client, index);
  }
}
