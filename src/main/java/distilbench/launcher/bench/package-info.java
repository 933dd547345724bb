/**
 * What every verb that measures needs around its measurement: the machine's lock, the result file,
 * temporary files, flags and profilers of the forks, and searches that measure in stages. Which
 * rows are measured is decided elsewhere.
 */
package distilbench.launcher.bench;
