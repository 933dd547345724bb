/**
 * The verb {@code capacity}: at which rates calls arrive, until it is known which of them a
 * deployment sustains. What measured rows say is worked out in {@code report.choice}.
 */
package distilbench.launcher.capacity;
