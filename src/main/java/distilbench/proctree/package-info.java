/**
 * Memory, CPU and context switches of a process tree, read from /proc, and the JMH profiler that
 * reports them. It knows processes only; what they compute does not matter here.
 */
package distilbench.proctree;
