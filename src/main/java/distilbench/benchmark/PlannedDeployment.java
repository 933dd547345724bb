package distilbench.benchmark;

import distilbench.deployment.DeploymentPlan;
import distilbench.deployment.Sharing;
import distilbench.section.MeasuredSection;
import distilbench.section.Work;
import distilbench.worker.WorkerPool;
import distilbench.worker.WorkerProgram;
import java.time.Duration;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;

/**
 * A deployment of which everything is settled and nothing is open.
 *
 * @param workload what it will classify
 * @param program what runs in its workers
 * @param limit how long a worker may keep anybody waiting
 */
record PlannedDeployment(
    Workload workload, DeploymentPlan plan, WorkerProgram program, Duration limit) {

  /** What the parameters of a fork ask for; from now on the fork ends with its host. */
  static PlannedDeployment load(
      TextParameters corpus, DeploymentParameters parameters, BenchmarkParams jmh) {
    ForkedJvm.watchParent(jmh);
    parameters.limits().requireApplied();
    Workload workload =
        Workload.load(
            corpus.settings(
                parameters.engine(), parameters.variant(), parameters.needsPackedWeights()));
    DeploymentPlan plan = parameters.plan();
    return new PlannedDeployment(
        workload, plan, workload.program(plan, ForkedJvm.workerFlags(jmh)), ForkedJvm.limit(jmh));
  }

  /** Opens it and warms it up. */
  CheckedDeployment open() {
    return CheckedDeployment.open(workload, plan, program, limit);
  }

  /** The same before the measured section, which is told how that went. */
  CheckedDeployment openBeforeSection() {
    MeasuredSection section = MeasuredSection.current();
    section.opening();
    long started = System.nanoTime();
    CheckedDeployment deployment = open();
    double seconds = (System.nanoTime() - started) / 1e9;
    List<Long> workers = deployment.workerPids();
    section.opened(seconds, deployment.callSize(), plan.runsModel(), workers);
    section.runsModel(plan.runsModel());
    section.sharing(
        plan.sharesWeights(),
        Sharing.verify(workload.model(), workload.engineWeights(), plan.answers(), workers));
    return deployment;
  }

  /** Starts its processes without waiting for them. */
  WorkerPool startWorkers() {
    return plan.startWorkers(workload.model(), workload.referenceSet(), program, limit);
  }

  /** The work of warming it up once: every caller answers the same call. */
  Work warmUpWork() {
    return workload
        .work(workload.warmUp(), plan.batches())
        .times(plan.processes() * plan.callers());
  }
}
