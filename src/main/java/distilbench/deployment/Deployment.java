package distilbench.deployment;

import distilbench.inference.SessionSettings;
import distilbench.model.Weights;
import distilbench.worker.AnswerSource;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How the model is deployed: a composition of layout, callers, weights and thread budget. Adding
 * one is one constant.
 */
public enum Deployment {
  /** One process, one call at a time, all cores on each forward pass: the article's first row. */
  SINGLE(ProcessLayout.IN_PROCESS, CallerBudget.ONE, Weights.PRIVATE, ThreadBudget.ALL_CORES),

  /** One process, one session, one call per core side by side, each on one core. */
  THREADS(
      ProcessLayout.IN_PROCESS,
      CallerBudget.ONE_PER_CORE,
      Weights.PRIVATE,
      ThreadBudget.ONE_THREAD),

  /**
   * Eight callers, one queue, one thread that serves it: what the article's host calling one
   * embedded interpreter amounts to.
   */
  DISPATCHER(
      ProcessLayout.IN_PROCESS_QUEUE, CallerBudget.EIGHT, Weights.PRIVATE, ThreadBudget.ALL_CORES),

  /**
   * N processes, each with its own weights and as many spinning threads as the machine has cores.
   */
  MULTIPROCESS_NAIVE(
      ProcessLayout.WORKERS, CallerBudget.ONE, Weights.PRIVATE, ThreadBudget.RUNTIME_DEFAULT),

  /** N processes, each with its own weights, the cores divided among them. */
  MULTIPROCESS_BUDGETED(
      ProcessLayout.WORKERS, CallerBudget.ONE, Weights.PRIVATE, ThreadBudget.SHARE_OF_CORES),

  /** The same on one mapped copy of the weights as they are. */
  SHARED_MAPPED(
      ProcessLayout.WORKERS, CallerBudget.ONE, Weights.MAPPED, ThreadBudget.SHARE_OF_CORES),

  /** The same on one mapped copy of the weights, packed beforehand. */
  SHARED_PREPACKED(
      ProcessLayout.WORKERS, CallerBudget.ONE, Weights.PREPACKED, ThreadBudget.SHARE_OF_CORES),

  /** One model server: one process that serves one call per core. */
  SERVER(
      ProcessLayout.ONE_WORKER,
      CallerBudget.ONE_PER_CORE,
      Weights.PRIVATE,
      ThreadBudget.ONE_THREAD),

  /** No model: what handing out the calls and checking the answers costs. */
  CONTROL(ProcessLayout.IN_PROCESS, CallerBudget.ONE);

  private final ProcessLayout layout;
  private final CallerBudget callers;
  private final Optional<ModelUse> model;

  /** How each process runs the model. */
  private record ModelUse(Weights weights, ThreadBudget threads) {}

  /** A deployment of the model. */
  Deployment(ProcessLayout layout, CallerBudget callers, Weights weights, ThreadBudget threads) {
    this.layout = layout;
    this.callers = callers;
    this.model = Optional.of(new ModelUse(weights, threads));
  }

  /** One that answers from the reference. */
  Deployment(ProcessLayout layout, CallerBudget callers) {
    this.layout = layout;
    this.callers = callers;
    this.model = Optional.empty();
  }

  /** How processes hold the weights; nothing if no model runs. */
  public Optional<Weights> weights() {
    return model.map(ModelUse::weights);
  }

  /**
   * Names of the parameters that change nothing about this deployment: one that has no worker
   * processes to choose ignores how many, one without a model how it computes.
   */
  public Set<String> ignoredParameters() {
    Set<String> ignored = new TreeSet<>();
    if (layout != ProcessLayout.WORKERS) {
      ignored.add("processes");
    }
    if (model.isEmpty()) {
      ignored.addAll(
          Set.of(
              "engine",
              "graph",
              "precision",
              "intraOpThreads",
              "spinning",
              "batchSize",
              "batchTokens"));
    }
    return ignored;
  }

  /**
   * Settles every number on a machine with this many usable cores.
   *
   * @param settings what the user asked for; it goes before what the deployment prescribes
   */
  public DeploymentPlan plan(DeploymentSettings settings, int cores) {
    int processes = layout.processes(settings.processes());
    return new DeploymentPlan(
        layout,
        processes,
        orPrescribed(settings.callers(), callers.callers(cores)),
        model
            .<AnswerSource>map(
                use ->
                    new AnswerSource.Model(
                        use.weights(), session(settings, use.threads(), cores, processes)))
            .orElseGet(AnswerSource.Reference::new));
  }

  private static SessionSettings session(
      DeploymentSettings settings, ThreadBudget threads, int cores, int processes) {
    return new SessionSettings(
        orPrescribed(settings.intraOpThreads(), threads.intraOpThreads(cores, processes)),
        settings.spinning().resolve(threads.spinning()),
        settings.batches());
  }

  private static int orPrescribed(int asked, int prescribed) {
    return asked == 0 ? prescribed : asked;
  }
}
