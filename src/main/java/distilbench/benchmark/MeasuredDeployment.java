package distilbench.benchmark;

import distilbench.section.MeasuredSection;
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
    deployment = PlannedDeployment.load(corpus, parameters, jmh).openBeforeSection();
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

  void soak(int passes) {
    deployment.soak(passes);
  }

  void call(int client, int index) {
    deployment.call(client, index);
  }
}
