package distilbench.deployment;

import distilbench.console.InvalidInputException;
import distilbench.inference.BatchLimits;

/**
 * What a user may change about a deployment.
 *
 * @param processes worker processes of the deployments that have several, at least 1
 * @param callers calls under way at once in each process; 0 leaves it to the deployment
 * @param intraOpThreads ONNX Runtime's intra-op threads per session; 0 leaves it to the deployment
 * @param spinning whether idle intra-op threads spin
 * @param batches what one forward pass takes at most: 1 text or more, any number of tokens or 0 for
 *     no bound
 */
public record DeploymentSettings(
    int processes, int callers, int intraOpThreads, Spinning spinning, BatchLimits batches) {

  public DeploymentSettings {
    InvalidInputException.requireAtLeast("processes", processes, 1);
    InvalidInputException.requireAtLeast("callers", callers, 0);
    InvalidInputException.requireAtLeast("intraOpThreads", intraOpThreads, 0);
    InvalidInputException.requireAtLeast("batchSize", batches.texts(), 1);
    InvalidInputException.requireAtLeast("batchTokens", batches.tokens(), 0);
  }
}
