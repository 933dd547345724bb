package distilbench.deployment;

import distilbench.console.InvalidInputException;

/**
 * What a user may change about a deployment.
 *
 * @param processes worker processes of the deployments that have several, at least 1
 * @param callers calls under way at once in each process; 0 leaves it to the deployment
 * @param intraOpThreads ONNX Runtime's intra-op threads per session; 0 leaves it to the deployment
 * @param spinning whether idle intra-op threads spin
 * @param batchSize texts per forward pass, at least 1
 */
public record DeploymentSettings(
    int processes, int callers, int intraOpThreads, Spinning spinning, int batchSize) {

  public DeploymentSettings {
    InvalidInputException.requireAtLeast("processes", processes, 1);
    InvalidInputException.requireAtLeast("callers", callers, 0);
    InvalidInputException.requireAtLeast("intraOpThreads", intraOpThreads, 0);
    InvalidInputException.requireAtLeast("batchSize", batchSize, 1);
  }
}
