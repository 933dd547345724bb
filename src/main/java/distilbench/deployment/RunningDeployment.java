package distilbench.deployment;

import distilbench.corpus.Call;
import distilbench.inference.Classifier;
import distilbench.worker.WorkerPool;
import distilbench.worker.WorkerProcess;
import java.util.Collections;
import java.util.List;

/**
 * A deployment that can work: one classifier per process, and the threads that hand a corpus to
 * them.
 */
public final class RunningDeployment implements AutoCloseable {
  private final List<Classifier> processes;
  private final List<WorkerProcess> workers;
  private final int callers;
  private final CallerThreads threads;
  private final Runnable end;

  private RunningDeployment(
      List<? extends Classifier> processes,
      List<WorkerProcess> workers,
      int callers,
      Runnable end) {
    this.processes =
        processes.stream()
            .<Classifier>map(process -> new LimitedClassifier(process, callers))
            .toList();
    this.workers = workers;
    this.callers = callers;
    this.threads = new CallerThreads(this.processes, callers);
    this.end = end;
  }

  /**
   * A deployment in this process.
   *
   * @param callers calls that may run at once
   */
  public static RunningDeployment inProcess(Classifier classifier, int callers) {
    return new RunningDeployment(List.of(classifier), List.of(), callers, classifier::close);
  }

  /**
   * A deployment in workers that are ready.
   *
   * @param callers calls that may run at once in each
   */
  static RunningDeployment inWorkers(WorkerPool pool, int callers) {
    return new RunningDeployment(pool.workers(), pool.workers(), callers, pool::close);
  }

  /** Has every caller of every process answer a call, all at once. */
  public void warmUp(Call call, CheckedAnswer check) {
    List<Call> oneEach = Collections.nCopies(callers, call);
    pass(Collections.nCopies(processes.size(), oneEach), check);
  }

  /**
   * Classifies a corpus; returns when the last answer is in.
   *
   * @param shares the calls of each process
   * @param check what every answer must pass
   * @throws RuntimeException the first failure
   */
  public void pass(List<List<Call>> shares, CheckedAnswer check) {
    threads.pass(shares, (process, call) -> check.check(call, process.classify(call.texts())));
  }

  /**
   * Classifies one call, the calling thread waiting for it.
   *
   * @param client who calls, at least 0; a client's calls all go to the same process
   */
  public void call(int client, Call call, CheckedAnswer check) {
    Classifier process = processes.get(client % processes.size());
    check.check(call, process.classify(call.texts()));
  }

  /**
   * Serves calls as they arrive: each goes to the first caller of any process that is free. Returns
   * when no more come and all are answered.
   *
   * @param check what every answer must pass
   * @throws RuntimeException the first failure; no further call is taken then
   */
  public void serve(ArrivingCalls arriving, CheckedAnswer check) {
    threads.serve(arriving::next, (process, number) -> serve(arriving, number, process, check));
  }

  private static void serve(
      ArrivingCalls arriving, int number, Classifier process, CheckedAnswer check) {
    boolean answered = false;
    try {
      Call call = arriving.call(number);
      check.check(call, process.classify(call.texts()));
      arriving.answered(number);
      answered = true;
    } finally {
      if (!answered) {
        arriving.stop();
      }
    }
  }

  /** How many processes hold a classifier. */
  public int processes() {
    return processes.size();
  }

  /** The worker processes; none if the deployment lives in this process. */
  public List<Long> workerPids() {
    return workers.stream().map(WorkerProcess::pid).toList();
  }

  /**
   * MiB that the managed heaps of the worker processes held at most, all together; NaN if one does
   * not tell.
   */
  public double workersHeap() {
    return workers.isEmpty() ? Double.NaN : workers.stream().mapToDouble(WorkerProcess::heap).sum();
  }

  @Override
  public void close() {
    threads.close();
    end.run();
  }

  /** What is done with every answer. */
  @FunctionalInterface
  public interface CheckedAnswer {
    /**
     * Accepts the answers to a call or throws.
     *
     * @param answers [texts][width]
     */
    void check(Call call, float[][] answers);
  }
}
