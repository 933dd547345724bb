/**
 * What must exist before the first measured fork, made or verified in a child process. Whatever is
 * slow or large and not measured belongs here, so that no fork carries it.
 */
package distilbench.prepare;
