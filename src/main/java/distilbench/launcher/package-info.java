/**
 * The command line of a run: options, checks before the first fork, and the run itself from plan to
 * exit code. How rows are measured lies in {@code launcher.rounds}.
 */
package distilbench.launcher;
