package distilbench.benchmark;

import distilbench.console.InvalidInputException;
import distilbench.gemm.MatrixShape;
import distilbench.machine.Cores;
import distilbench.model.Precision;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * The parameters that say what is multiplied. Each holds all its values, not one default: a
 * roofline is the curve, and a single point of it answers nothing.
 */
@State(Scope.Benchmark)
public class ProductParameters {
  private static final String ALL = "ALL";

  /**
   * Rows, that is tokens: a text of the corpus's mean length, a batch of 8 of them, and one of 32.
   */
  @Param({"59", "472", "1888"})
  public int m;

  /**
   * Rows and columns of the weights: a projection of the attention, its query, key and value in
   * one, and the two matrices of the feed-forward network.
   */
  @Param({"768x768", "768x2304", "768x3072", "3072x768"})
  public String shape;

  /** Intra-op threads: a number, or ALL for one per core that the process may use. */
  @Param({"1", ALL})
  public String threads;

  /** Of rows and weights. In INT8, rounding the rows is part of the product. */
  @Param({"FP32", "INT8"})
  public Precision precision;

  /**
   * The values, checked.
   *
   * @throws InvalidInputException if one is not possible
   */
  public ProductSettings settings() {
    return new ProductSettings(m, MatrixShape.parse(shape), threadCount(), precision);
  }

  private int threadCount() {
    if (threads.equals(ALL)) {
      return Cores.usable();
    }
    try {
      return Integer.parseInt(threads);
    } catch (NumberFormatException e) {
      throw new InvalidInputException(
          "threads=" + threads + " is not possible; give a whole number or " + ALL, e);
    }
  }
}
