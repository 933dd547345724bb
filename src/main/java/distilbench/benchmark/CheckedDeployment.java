package distilbench.benchmark;

import distilbench.corpus.Call;
import distilbench.deployment.CallerThreads;
import distilbench.facts.MeasuredSection;
import distilbench.facts.Work;
import distilbench.inference.AnswerCheck;
import distilbench.inference.Classifier;
import java.util.Collections;
import java.util.List;

/** A deployment that is open and warm, its corpus cut into calls, and every answer checked. */
final class CheckedDeployment implements AutoCloseable {
  private final Classifier classifier;
  private final AnswerCheck check;
  private final CallerThreads callers;
  private final List<Call> calls;
  private final List<Work> work;
  private final Work passWork;

  /**
   * Takes over an open classifier and warms it up: every caller answers the warm-up call.
   *
   * @param callers calls under way at once during a pass
   * @param batchSize texts per forward pass, to count padding
   */
  CheckedDeployment(Workload workload, Classifier classifier, int callers, int batchSize) {
    this.classifier = classifier;
    this.check = workload.check();
    this.callers = new CallerThreads(callers);
    this.calls = workload.calls(callers);
    this.work = calls.stream().map(call -> workload.work(call, batchSize)).toList();
    this.passWork = work.stream().reduce(new Work(0, 0, 0), Work::plus);
    this.callers.pass(Collections.nCopies(callers, workload.warmUp()), this::answer);
  }

  /** Classifies the whole corpus: one operation. */
  void pass() {
    callers.pass(calls, this::answer);
    MeasuredSection.current().count(passWork);
  }

  /**
   * Classifies one call, the calling thread waiting for it: one operation.
   *
   * @param index which call, at least 0; counting goes round the corpus
   */
  void call(int index) {
    int turn = index % calls.size();
    answer(calls.get(turn));
    MeasuredSection.current().count(work.get(turn));
  }

  private void answer(Call call) {
    check.check(call, classifier.classify(call.texts()));
  }

  /** Reviews per call. */
  int callSize() {
    return calls.get(0).reviews().size();
  }

  @Override
  public void close() {
    callers.close();
    classifier.close();
  }
}
