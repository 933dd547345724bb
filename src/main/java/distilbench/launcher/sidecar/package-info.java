/**
 * The file beside the results: machine, software, order, noise, probes and verdict of a run. Its
 * fields are described in the reference; a renamed one needs a new schema.
 */
package distilbench.launcher.sidecar;
