package distilbench.model.hub;

import java.time.Duration;

/**
 * How long a server is waited for.
 *
 * @param connection until a connection stands
 * @param silence until an answer begins, or its next bytes come
 * @param pause longest that is waited because the server asks for it, each time
 */
record TransferLimits(Duration connection, Duration silence, Duration pause) {
  /** A hub counts requests over 5 minutes, and asks for no longer pause. */
  static final TransferLimits USUAL =
      new TransferLimits(Duration.ofSeconds(30), Duration.ofSeconds(60), Duration.ofMinutes(5));
}
