/**
 * The ways to deploy a model: processes, callers, weights and threads, composed by the constants of
 * {@link distilbench.deployment.Deployment}. What a worker process does lies in {@code worker}, how
 * a session computes in {@code inference}.
 */
package distilbench.deployment;
