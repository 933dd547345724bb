/**
 * Result files compared with each other: which rows belong together, what may be said about them,
 * and how that reads. Figures and intervals come from {@code report.data}.
 */
package distilbench.report.compare;
