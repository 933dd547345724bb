/**
 * What a run prints: lines that stay, the line that changes, JMH's and the forks' own output. It
 * decides how, never what.
 */
package distilbench.launcher.output;
