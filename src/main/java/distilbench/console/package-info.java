/**
 * What people read while something runs or fails: one-line errors, progress. Tables and verdicts
 * belong to {@code report}.
 */
package distilbench.console;
