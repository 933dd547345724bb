package distilbench.benchmark;

import distilbench.console.InvalidInputException;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The parameter that says how long a soak goes on. */
@State(Scope.Benchmark)
public class SoakParameters {
  /** A third is left out while memory settles, and a line needs some more than two. */
  private static final int LEAST_READINGS = 5;

  /** How often memory is read: after as many passes over the corpus, or openings. */
  @Param("20")
  public int readings;

  /**
   * The value, checked.
   *
   * @throws InvalidInputException if it is not possible
   */
  public int checked() {
    InvalidInputException.requireAtLeast("readings", readings, LEAST_READINGS);
    return readings;
  }
}
