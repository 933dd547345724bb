/**
 * The program behind {@code java -jar benchmarks.jar}: it finds out which verb is meant and hands
 * over. Everything else lives in the packages below.
 */
package distilbench;
