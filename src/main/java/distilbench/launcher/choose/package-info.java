/**
 * The verb {@code choose}: which rows it tries, in which stages, and how long. What the measured
 * rows say is decided in {@code report.choice}.
 */
package distilbench.launcher.choose;
