/**
 * Measuring: rounds of forks, the results put together and kept in the result file, progress. What
 * is known about the machine meanwhile goes to {@code launcher.sidecar}.
 */
package distilbench.launcher.rounds;
