package distilbench.benchmark;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The parameters that say what is classified in calls that arrive by themselves. */
@State(Scope.Benchmark)
public class RequestParameters extends TextParameters {
  /**
   * Texts of each call, at most: less where a caller would get fewer than 4 calls of the corpus.
   * One by default, as most requests have.
   */
  @Param("1")
  public int callSize;

  @Override
  int textsPerCall() {
    return callSize;
  }
}
