/**
 * What disturbs a measurement: others' CPU, steal, throttling, swapping, clock frequency, as
 * differences between two readings. Whether a disturbance makes a figure invalid is decided in
 * {@code report.verdict}.
 */
package distilbench.machine.noise;
