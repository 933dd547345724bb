package distilbench.launcher.plan;

/**
 * A row and how JMH will measure it.
 *
 * @param forks fresh JVMs that measure it; 0 = the launcher's own JVM measures it
 * @param warmUpForks fresh JVMs before them whose results are thrown away
 * @param threadPerCpu whether it asks for as many threads as the machine has CPUs
 */
public record PlannedRow(Row row, int forks, int warmUpForks, boolean threadPerCpu) {}
