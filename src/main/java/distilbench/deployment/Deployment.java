package distilbench.deployment;

import distilbench.inference.SessionSettings;

/**
 * How the model is deployed: a composition of callers, answers and thread budget. Adding one is one
 * constant.
 */
public enum Deployment {
  /** One process, one call at a time, all cores on each forward pass: the article's first row. */
  SINGLE(CallerBudget.ONE, Answers.PRIVATE_WEIGHTS, ThreadBudget.ALL_CORES),

  /** One process, one session, one call per core side by side, each on one core. */
  THREADS(CallerBudget.ONE_PER_CORE, Answers.PRIVATE_WEIGHTS, ThreadBudget.ONE_THREAD),

  /** No model: what handing out the calls and checking the answers costs. */
  CONTROL(CallerBudget.ONE, Answers.REFERENCE, ThreadBudget.ONE_THREAD);

  private final CallerBudget callers;
  private final Answers answers;
  private final ThreadBudget threads;

  Deployment(CallerBudget callers, Answers answers, ThreadBudget threads) {
    this.callers = callers;
    this.answers = answers;
    this.threads = threads;
  }

  /** Whether a model runs. */
  public boolean runsModel() {
    return answers != Answers.REFERENCE;
  }

  /**
   * Settles every number on a machine with this many usable cores.
   *
   * @param settings what the user asked for; it goes before what the deployment prescribes
   */
  public Plan plan(DeploymentSettings settings, int cores) {
    return new Plan(
        answers,
        orPrescribed(settings.callers(), callers.callers(cores)),
        new SessionSettings(
            orPrescribed(settings.intraOpThreads(), threads.intraOpThreads(cores)),
            settings.spinning().resolve(threads.spinning()),
            settings.batchSize()));
  }

  private static int orPrescribed(int asked, int prescribed) {
    return asked == 0 ? prescribed : asked;
  }
}
