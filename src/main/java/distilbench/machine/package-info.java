/**
 * What machine this is: CPU, caches, memory, limits, operating system, each fact with the reason if
 * it is not known. What changes while a run goes on belongs to {@code machine.noise}.
 */
package distilbench.machine;
