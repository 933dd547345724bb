/**
 * Which rows a command line asks for, whether their parameters are possible, in which order they
 * are measured, and who is told about it. Nothing here starts a fork.
 */
package distilbench.launcher.plan;
