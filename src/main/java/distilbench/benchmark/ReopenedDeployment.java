package distilbench.benchmark;

import distilbench.section.MeasuredSection;
import distilbench.section.Steps;
import java.util.List;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/** A deployment that the measured operation opens and closes, again and again. */
@State(Scope.Benchmark)
public class ReopenedDeployment {
  private PlannedDeployment planned;

  @Setup(Level.Trial)
  public void load(CorpusParameters corpus, DeploymentParameters parameters, BenchmarkParams jmh) {
    planned = PlannedDeployment.load(corpus, parameters, jmh);
    MeasuredSection section = MeasuredSection.current();
    section.opened(Double.NaN, Double.NaN, planned.plan().runsModel(), List.of());
    section.runsModel(planned.plan().runsModel());
    // Each opening has processes of its own, which end with it.
    section.sharing(planned.plan().sharesWeights(), Double.NaN);
  }

  @Setup(Level.Iteration)
  public void beginSection() {
    MeasuredSection.current().begin();
  }

  @TearDown(Level.Iteration)
  public void endSection() {
    MeasuredSection.current().end();
  }

  /** Opens it so often; memory is read each time before it is closed. */
  void reopen(int openings) {
    MeasuredSection section = MeasuredSection.current();
    for (int opening = 1; opening <= openings; opening++) {
      try (CheckedDeployment deployment = planned.open()) {
        section.joined(deployment.workerPids());
        section.reached(Steps.OPENINGS, opening);
      }
    }
    section.count(planned.warmUpWork().times(openings));
  }
}
