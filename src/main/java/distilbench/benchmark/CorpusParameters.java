package distilbench.benchmark;

import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The parameters that say what is classified. */
@State(Scope.Benchmark)
public class CorpusParameters extends TextParameters {
  /**
   * Texts handed over per call, at most: less where a caller would get fewer than 4 calls. Not the
   * batch size: a call of 8 with {@code batchSize} 1 is 8 forward passes.
   */
  @Param("8")
  public int callSize;

  @Override
  int textsPerCall() {
    return callSize;
  }
}
