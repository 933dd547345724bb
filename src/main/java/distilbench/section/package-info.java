/**
 * The measured section of a fork: benchmarks mark it, profilers read it, and the facts that only
 * the fork knows become metrics. It starts and measures nothing itself.
 */
package distilbench.section;
