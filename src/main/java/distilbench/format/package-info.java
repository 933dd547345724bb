/**
 * The contracts between fork, launcher and report: metric labels, the identity of a row, the path
 * of the sidecar, what is removed from it for privacy. Each is defined once, here, and nothing else
 * belongs here.
 */
package distilbench.format;
