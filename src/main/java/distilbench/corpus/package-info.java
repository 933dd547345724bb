/**
 * The texts that are classified: reading them, choosing some, ordering and cutting them into calls.
 * Tokens belong to {@code inference}, expected answers to {@code reference}.
 */
package distilbench.corpus;
