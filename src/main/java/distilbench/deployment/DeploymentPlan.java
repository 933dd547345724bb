package distilbench.deployment;

import distilbench.inference.Classifier;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.SessionSettings;
import distilbench.inference.Weights;
import distilbench.model.ModelFolder;
import distilbench.reference.ReferenceClassifier;
import distilbench.reference.ReferenceLogits;
import distilbench.worker.WorkerOptions;
import distilbench.worker.WorkerPool;

/**
 * A deployment with every number settled.
 *
 * @param layout where its classifiers run
 * @param processes how many processes hold a classifier
 * @param callers calls under way at once in each of them
 * @param weights where the answers come from
 * @param session how each session works
 */
public record DeploymentPlan(
    ProcessLayout layout, int processes, int callers, Weights weights, SessionSettings session) {
  private static final long READY_SECONDS = 120;

  /** Whether a model runs. */
  public boolean runsModel() {
    return weights != Weights.NONE;
  }

  /** Whether at least two processes are meant to share their weights. */
  public boolean sharesWeights() {
    return weights.shared() && processes > 1;
  }

  /**
   * Opens the deployment and waits until it can work.
   *
   * @param reference what {@link Weights#NONE} answers from, in this process
   */
  public RunningDeployment open(ModelFolder model, ReferenceLogits reference) {
    if (layout.inWorkers()) {
      WorkerPool pool = startWorkers(model);
      pool.awaitReady(READY_SECONDS);
      return RunningDeployment.inWorkers(pool, callers);
    }
    Classifier classifier =
        weights == Weights.NONE
            ? new ReferenceClassifier(reference)
            : OnnxClassifier.open(model, weights, session);
    return RunningDeployment.inProcess(
        layout == ProcessLayout.IN_PROCESS_QUEUE ? new QueuedClassifier(classifier) : classifier,
        callers);
  }

  /**
   * Starts the deployment's processes without waiting for them. A deployment that lives in the
   * benchmark's process gets one of its own.
   */
  public WorkerPool startWorkers(ModelFolder model) {
    return WorkerPool.start(
        processes,
        new WorkerOptions(model.directory().toAbsolutePath(), weights, callers, session));
  }
}
