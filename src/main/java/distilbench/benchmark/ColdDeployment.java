package distilbench.benchmark;

import distilbench.corpus.Call;
import distilbench.section.MeasuredSection;
import distilbench.worker.WorkerPool;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.BenchmarkParams;

/** A deployment that is not open yet: the measured operation starts its processes. */
@State(Scope.Benchmark)
public class ColdDeployment {
  private PlannedDeployment planned;
  private WorkerPool pool;
  private List<CompletableFuture<Void>> firstAnswers;

  @Setup(Level.Trial)
  public void load(CorpusParameters corpus, DeploymentParameters parameters, BenchmarkParams jmh) {
    planned = PlannedDeployment.load(corpus, parameters, jmh);
    MeasuredSection section = MeasuredSection.current();
    section.opened(Double.NaN, Double.NaN, planned.plan().runsModel(), List.of());
    section.runsModel(planned.plan().runsModel());
    // Pages count as shared when they have been touched: too early to verify.
    section.sharing(planned.plan().sharesWeights(), Double.NaN);
  }

  @Setup(Level.Iteration)
  public void warmPageCache() {
    planned.workload().model().verify();
    System.out.println("page cache: warm, the model's files were read just now");
    MeasuredSection.current().begin();
  }

  @TearDown(Level.Iteration)
  public void stop() {
    MeasuredSection.current().end();
    // A wrong answer that nobody waited for is wrong all the same.
    allOf(firstAnswers).join();
    pool.close();
  }

  /** Starts all processes; returns when the first of them has answered a text. */
  void startAndAnswerOne() {
    Call one = new Call(planned.workload().warmUp().numbered().subList(0, 1));
    start(one);
    CompletableFuture.anyOf(firstAnswers.toArray(CompletableFuture[]::new)).join();
    count(one, 1);
  }

  /** Starts all processes; returns when every one of them has answered the warm-up call. */
  void startAndWarmUp() {
    Call warmUp = planned.workload().warmUp();
    start(warmUp);
    allOf(firstAnswers).join();
    count(warmUp, pool.workers().size());
  }

  /** One thread per process: there may be more of them than a common pool has threads. */
  private void start(Call first) {
    pool = planned.startWorkers();
    MeasuredSection.current().joined(pool.pids());
    firstAnswers =
        pool.workers().stream()
            .map(
                worker ->
                    CompletableFuture.runAsync(
                        () ->
                            planned.workload().check().check(first, worker.classify(first.texts())),
                        work -> new Thread(work).start()))
            .toList();
  }

  private static CompletableFuture<Void> allOf(List<CompletableFuture<Void>> futures) {
    return CompletableFuture.allOf(futures.toArray(CompletableFuture[]::new));
  }

  private void count(Call call, int times) {
    MeasuredSection.current()
        .count(planned.workload().work(call, planned.plan().batches()).times(times));
  }
}
