package distilbench.machine.noise;

import java.time.Instant;

/**
 * A stretch of time.
 *
 * @param start UTC
 * @param seconds how long, by a clock that nobody sets
 */
public record Window(Instant start, double seconds) {}
