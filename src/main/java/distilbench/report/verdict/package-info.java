/**
 * Whether figures may be trusted: reasons, thresholds, the verdict on rows and on a run. Reasons
 * are constants with their justification; adding one is adding a constant and the check that finds
 * it.
 */
package distilbench.report.verdict;
