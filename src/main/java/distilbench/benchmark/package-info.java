/**
 * The JMH benchmarks, their parameters and the state that JMH sets up for them. One class asks one
 * question; its javadoc shows the command that runs it. Class names, method names and parameters
 * are part of every result file and do not change.
 */
package distilbench.benchmark;
