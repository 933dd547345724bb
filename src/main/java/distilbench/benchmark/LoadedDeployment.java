package distilbench.benchmark;

import distilbench.jvm.ForkRound;
import distilbench.load.Schedule;
import distilbench.load.Traffic;
import distilbench.section.MeasuredSection;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/** The deployment at which calls arrive: opened and warmed once per fork, before the first does. */
@State(Scope.Benchmark)
public class LoadedDeployment {
  private CheckedDeployment deployment;
  private ArrivalParameters arrivals;
  private Schedule schedule;
  private Traffic traffic;

  @Setup(Level.Trial)
  public void open(
      RequestParameters requests,
      DeploymentParameters parameters,
      ArrivalParameters arriving,
      BenchmarkParams jmh) {
    arriving.check();
    arrivals = arriving;
    schedule = arriving.schedule(ForkRound.current());
    deployment = PlannedDeployment.load(requests, parameters, jmh).openBeforeSection();
  }

  @Setup(Level.Iteration)
  public void beginSection() {
    MeasuredSection.current().begin();
  }

  @TearDown(Level.Iteration)
  public void endSection() {
    MeasuredSection.current().end();
    MeasuredSection.current().workersHeap(deployment.workersHeap());
    MeasuredSection.current().load(traffic.figures(arrivals.bound()));
    deployment.requireCloseAnswers();
  }

  @TearDown(Level.Trial)
  public void close() {
    deployment.close();
  }

  void serveAll() {
    traffic = deployment.serve(schedule, arrivals.inFlight);
  }
}
