/**
 * Runs on several machines beside each other: what texts take and cost on each, and whether the
 * same deployment wins on all.
 */
package distilbench.report.fleet;
