/**
 * Which of the measured deployments to use: limits on memory and latency, what they rule out, what
 * is tied, and who may be dropped while a run is still going on. Nothing here knows how a choice is
 * shown.
 */
package distilbench.report.choice;
