package distilbench.benchmark;

import distilbench.corpus.Call;
import distilbench.facts.MeasuredSection;
import distilbench.worker.WorkerOptions;
import distilbench.worker.WorkerProcess;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/** A deployment that is not open yet: the measured operation starts its process. */
@State(Scope.Benchmark)
public class ColdDeployment {
  private Workload workload;
  private WorkerOptions options;
  private int batchSize;
  private WorkerProcess worker;

  @Setup(Level.Trial)
  public void load(CorpusParameters corpus, DeploymentParameters parameters, BenchmarkParams jmh) {
    Forks.watchParent(jmh);
    workload = Workload.load(corpus.settings());
    options = parameters.plan().worker(workload.model());
    batchSize = parameters.batchSize;
    MeasuredSection.current().opened(Double.NaN, Double.NaN, parameters.deployment.runsModel());
  }

  @Setup(Level.Iteration)
  public void warmPageCache() {
    workload.model().verify();
    System.out.println("page cache: warm, the model's files were read just now");
    MeasuredSection.current().begin();
  }

  @TearDown(Level.Iteration)
  public void stop() {
    MeasuredSection.current().end();
    worker.close();
  }

  void startAndAnswerOne() {
    Call warmUp = workload.warmUp();
    start(new Call(warmUp.reviews().subList(0, 1)));
  }

  void startAndWarmUp() {
    start(workload.warmUp());
  }

  private void start(Call first) {
    worker = WorkerProcess.start(1, options);
    workload.check().check(first, worker.classify(first.texts()));
    MeasuredSection.current().count(workload.work(first, batchSize));
  }
}
