package distilbench.deployment;

import distilbench.console.InvalidInputException;
import distilbench.inference.BatchLimits;
import distilbench.inference.Classifier;
import distilbench.inference.InferenceException;
import distilbench.model.ModelFolder;
import distilbench.reference.ReferenceSet;
import distilbench.worker.AnswerSource;
import distilbench.worker.WorkerOptions;
import distilbench.worker.WorkerPool;
import distilbench.worker.WorkerProgram;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * A deployment with every number settled.
 *
 * @param layout where its classifiers run
 * @param processes how many processes hold a classifier
 * @param callers calls under way at once in each of them
 * @param answers what each of them answers from
 */
public record DeploymentPlan(
    ProcessLayout layout, int processes, int callers, AnswerSource answers) {
  /** Whether a model runs. */
  public boolean runsModel() {
    return answers instanceof AnswerSource.Model;
  }

  /** The same for a program that is a process of its own, where one lived in the benchmark's. */
  public DeploymentPlan outOfProcess() {
    return new DeploymentPlan(layout.outOfProcess(), processes, callers, answers);
  }

  /** Whether one thread serves all calls. */
  public boolean queued() {
    return layout.queued();
  }

  /** What one forward pass takes at most; one text where no model runs. */
  public BatchLimits batches() {
    return answers instanceof AnswerSource.Model model
        ? model.session().batches()
        : BatchLimits.ofTexts(1);
  }

  /** Whether at least two processes are meant to share their weights. */
  public boolean sharesWeights() {
    return answers instanceof AnswerSource.Model model && model.weights().shared() && processes > 1;
  }

  /**
   * Opens the deployment and waits until it can work.
   *
   * @param referenceSet the file with the texts of the run and their answers
   * @param reference the same, read in this process if no model runs in it
   * @param program what runs in workers
   * @param limit how long a worker may keep anybody waiting
   * @throws InvalidInputException if the model's weights cannot be held as the deployment wants
   */
  public RunningDeployment open(
      ModelFolder model,
      Path referenceSet,
      Supplier<ReferenceSet> reference,
      WorkerProgram program,
      Duration limit) {
    if (layout.inWorkers()) {
      WorkerPool pool = startWorkers(model, referenceSet, program, limit);
      try {
        pool.awaitReady();
      } catch (InferenceException e) {
        pool.close();
        throw e;
      }
      return RunningDeployment.inWorkers(pool, callers);
    }
    refuseUnsuited(model);
    Classifier classifier = answers.open(model, reference);
    return RunningDeployment.inProcess(
        layout == ProcessLayout.IN_PROCESS_QUEUE ? new QueuedClassifier(classifier) : classifier,
        callers);
  }

  /** The launcher leaves such deployments out; JMH alone does not. */
  private void refuseUnsuited(ModelFolder model) {
    if (answers instanceof AnswerSource.Model use && !model.description().suits(use.weights())) {
      throw new InvalidInputException(
          String.format(
              "%s cannot be run with %s weights: %s; leave this deployment out",
              model.directory(), use.weights(), model.description().unsuited().get(use.weights())));
    }
  }

  /**
   * Starts the deployment's processes without waiting for them. A deployment that lives in the
   * benchmark's process gets one of its own.
   *
   * @param referenceSet the file with the texts of the run and their answers
   * @param program what runs in them
   * @param limit how long one may keep anybody waiting
   * @throws InvalidInputException if the model's weights cannot be held as the deployment wants
   */
  public WorkerPool startWorkers(
      ModelFolder model, Path referenceSet, WorkerProgram program, Duration limit) {
    refuseUnsuited(model);
    return WorkerPool.start(
        processes,
        new WorkerOptions(
            model.directory().toAbsolutePath(), referenceSet.toAbsolutePath(), answers, callers),
        program,
        limit);
  }
}
