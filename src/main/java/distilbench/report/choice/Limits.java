package distilbench.report.choice;

import java.util.Optional;

/**
 * What a deployment must keep to.
 *
 * @param memory of its process tree
 * @param p99 of its calls
 */
public record Limits(Optional<MemoryLimit> memory, Optional<LatencyLimit> p99) {
  /** Everything goes. */
  public static final Limits NONE = new Limits(Optional.empty(), Optional.empty());
}
