/**
 * The contracts between fork, launcher and report: metric labels, the identity of a row, the path
 * of the sidecar, how it names its results, what is removed from it for privacy. Each is defined
 * once, here, and nothing else belongs here.
 */
package distilbench.format;
