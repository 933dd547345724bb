package distilbench.benchmark;

import distilbench.corpus.Call;
import distilbench.deployment.DeploymentPlan;
import distilbench.deployment.RunningDeployment;
import distilbench.inference.BatchLimits;
import distilbench.load.Schedule;
import distilbench.load.Traffic;
import distilbench.reference.AnswerCheck;
import distilbench.reference.Closeness;
import distilbench.reference.ExactAnswers;
import distilbench.section.MeasuredSection;
import distilbench.section.Steps;
import distilbench.section.Work;
import distilbench.worker.WorkerProgram;
import java.time.Duration;
import java.util.List;

/** A deployment that is open and warm, its corpus cut into calls, and every answer checked. */
final class CheckedDeployment implements AutoCloseable {
  private final RunningDeployment deployment;
  private final AnswerCheck check;
  private final ExactAnswers exact;
  private final List<List<Call>> shares;
  private final List<Call> calls;
  private final List<Work> work;
  private final Work passWork;

  private CheckedDeployment(
      Workload workload, RunningDeployment deployment, int callers, BatchLimits batches) {
    this.deployment = deployment;
    this.check = workload.check();
    this.exact = workload.exact();
    this.shares = workload.shares(deployment.processes(), callers);
    this.calls = workload.calls(deployment.processes() * callers);
    this.work = calls.stream().map(call -> workload.work(call, batches)).toList();
    this.passWork = work.stream().reduce(Work.NONE, Work::plus);
  }

  /**
   * Opens a deployment and warms it up.
   *
   * @param program what runs in its workers
   * @param limit how long a worker may keep anybody waiting
   */
  static CheckedDeployment open(
      Workload workload, DeploymentPlan plan, WorkerProgram program, Duration limit) {
    return warmedUp(
        workload,
        plan.open(workload.model(), workload.referenceSet(), workload::reference, program, limit),
        plan.callers(),
        plan.batches());
  }

  /**
   * Takes over a deployment and warms it up: every caller answers the warm-up call.
   *
   * @param callers calls under way at once in each process during a pass
   * @param batches what one forward pass takes at most, to count padding
   */
  static CheckedDeployment warmedUp(
      Workload workload, RunningDeployment deployment, int callers, BatchLimits batches) {
    try {
      deployment.warmUp(workload.warmUp(), workload.check()::check);
      return new CheckedDeployment(workload, deployment, callers, batches);
    } catch (RuntimeException e) {
      deployment.close();
      throw e;
    }
  }

  /** Classifies the whole corpus: one operation. */
  void pass() {
    deployment.pass(shares, this::check);
    MeasuredSection.current().count(passWork);
  }

  /** Classifies the whole corpus so often, memory being read after each pass: one operation. */
  void soak(int passes) {
    MeasuredSection section = MeasuredSection.current();
    for (int pass = 1; pass <= passes; pass++) {
      deployment.pass(shares, this::check);
      section.reached(Steps.THOUSAND_CALLS, pass * calls.size() / 1e3);
    }
    section.count(passWork.times(passes));
  }

  /**
   * Classifies one call, the calling thread waiting for it: one operation.
   *
   * @param client who calls, at least 0
   * @param index which call, at least 0; counting goes round the corpus
   */
  void call(int client, int index) {
    int turn = index % calls.size();
    deployment.call(client, calls.get(turn), this::check);
    MeasuredSection.current().count(work.get(turn));
  }

  /**
   * Serves calls that arrive as a schedule says, whatever becomes of earlier ones: one operation.
   *
   * @param inFlight calls that wait or are served at one time, at most
   * @return what became of them
   */
  Traffic serve(Schedule schedule, int inFlight) {
    try (Traffic traffic = Traffic.start(schedule, inFlight)) {
      ArrivingTexts texts = new ArrivingTexts(traffic, calls, work);
      deployment.serve(texts, this::check);
      MeasuredSection.current().count(texts.done());
      return traffic;
    }
  }

  /**
   * Refuses what was answered in the measured section if it is far from the model as it was
   * prepared.
   *
   * @throws distilbench.inference.WrongAnswerException if it is
   */
  void requireCloseAnswers() {
    exact.requireClose(MeasuredSection.current().meanDifference());
  }

  private void check(Call call, float[][] answers) {
    check.check(call, answers);
    Closeness close = exact.compare(call, answers);
    MeasuredSection.current()
        .answered(close.texts(), close.agreeing(), close.sum(), close.largest());
  }

  /** Texts per call. */
  int callSize() {
    return calls.get(0).numbered().size();
  }

  /** The worker processes; none if the deployment lives in this process. */
  List<Long> workerPids() {
    return deployment.workerPids();
  }

  /** MiB of its workers' managed heaps, as {@link RunningDeployment#workersHeap} tells. */
  double workersHeap() {
    return deployment.workersHeap();
  }

  @Override
  public void close() {
    deployment.close();
  }
}
