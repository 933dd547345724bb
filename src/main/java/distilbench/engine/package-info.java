/**
 * Other programs that run the model in worker processes: what their folders say about them, their
 * environments, how they are started. The programs lie in {@code src/main/engines}; the protocol
 * that they speak is the {@code worker}'s.
 */
package distilbench.engine;
