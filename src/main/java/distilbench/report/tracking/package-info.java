/**
 * Figures of runs in the formats of tools that watch figures over time: one series for each row and
 * kind of machine. Which figures may be trusted is decided elsewhere.
 */
package distilbench.report.tracking;
