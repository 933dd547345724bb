package distilbench.deployment;

import distilbench.inference.Classifier;
import distilbench.inference.OnnxClassifier;
import distilbench.inference.ReferenceClassifier;
import distilbench.inference.ReferenceLogits;
import distilbench.inference.SessionSettings;
import distilbench.model.ModelFolder;
import distilbench.worker.WorkerOptions;

/**
 * A deployment with every number settled.
 *
 * @param answers where the answers come from
 * @param callers calls under way at once in each process
 * @param session how each session works
 */
public record Plan(Answers answers, int callers, SessionSettings session) {

  /**
   * Opens the deployment in this process.
   *
   * @param reference what {@link Answers#REFERENCE} answers from
   * @return a classifier that lets {@link #callers} calls run at once; further ones wait
   */
  public Classifier open(ModelFolder model, ReferenceLogits reference) {
    Classifier classifier =
        switch (answers) {
          case PRIVATE_WEIGHTS -> OnnxClassifier.open(model, session);
          case REFERENCE -> new ReferenceClassifier(reference);
        };
    return new LimitedClassifier(classifier, callers);
  }

  /** What a worker process must be told to be this deployment's process. */
  public WorkerOptions worker(ModelFolder model) {
    return new WorkerOptions(
        model.directory().toAbsolutePath(), answers == Answers.REFERENCE, callers, session);
  }
}
