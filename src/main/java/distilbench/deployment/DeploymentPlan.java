package distilbench.deployment;

import distilbench.inference.Classifier;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.SessionSettings;
import distilbench.inference.Weights;
import distilbench.jvm.WorkerFlags;
import distilbench.model.ModelFolder;
import distilbench.reference.ReferenceClassifier;
import distilbench.reference.ReferenceLogits;
import distilbench.worker.WorkerOptions;
import distilbench.worker.WorkerPool;
import java.util.Optional;

/**
 * A deployment with every number settled.
 *
 * @param layout where its classifiers run
 * @param processes how many processes hold a classifier
 * @param callers calls under way at once in each of them
 * @param weights how the model's are held; empty where no model runs: the reference answers
 * @param session how each session works
 */
public record DeploymentPlan(
    ProcessLayout layout,
    int processes,
    int callers,
    Optional<Weights> weights,
    SessionSettings session) {
  private static final long READY_SECONDS = 120;

  /** Whether a model runs. */
  public boolean runsModel() {
    return weights.isPresent();
  }

  /** Whether at least two processes are meant to share their weights. */
  public boolean sharesWeights() {
    return weights.filter(Weights::shared).isPresent() && processes > 1;
  }

  /**
   * Opens the deployment and waits until it can work.
   *
   * @param reference what answers where no model runs
   * @param flags of its workers' JVMs
   */
  public RunningDeployment open(ModelFolder model, ReferenceLogits reference, WorkerFlags flags) {
    if (layout.inWorkers()) {
      WorkerPool pool = startWorkers(model, flags);
      pool.awaitReady(READY_SECONDS);
      return RunningDeployment.inWorkers(pool, callers);
    }
    Classifier classifier =
        weights
            .<Classifier>map(held -> OnnxClassifier.open(model, held, session))
            .orElseGet(() -> new ReferenceClassifier(reference));
    return RunningDeployment.inProcess(
        layout == ProcessLayout.IN_PROCESS_QUEUE ? new QueuedClassifier(classifier) : classifier,
        callers);
  }

  /**
   * Starts the deployment's processes without waiting for them. A deployment that lives in the
   * benchmark's process gets one of its own.
   *
   * @param flags of their JVMs
   */
  public WorkerPool startWorkers(ModelFolder model, WorkerFlags flags) {
    return WorkerPool.start(
        processes,
        new WorkerOptions(model.directory().toAbsolutePath(), weights, callers, session),
        flags);
  }
}
