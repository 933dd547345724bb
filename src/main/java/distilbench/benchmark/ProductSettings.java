package distilbench.benchmark;

import distilbench.console.InvalidInputException;
import distilbench.gemm.MatrixChain;
import distilbench.gemm.MatrixProduct;
import distilbench.gemm.MatrixShape;
import distilbench.model.Precision;
import java.util.List;

/**
 * What is multiplied, by how many threads, and in which numbers.
 *
 * @param m rows, at least 1
 * @param shape the weights
 * @param threads intra-op threads, at least 1
 * @param precision of rows and weights
 */
public record ProductSettings(int m, MatrixShape shape, int threads, Precision precision) {
  /** Rows, product and weights that a fork's memory holds, each with room to spare. */
  private static final long MOST_VALUES = 12_000_000;

  private static final long MOST_WEIGHTS = 4_500_000;

  public ProductSettings {
    InvalidInputException.requireAtLeast("m", m, 1);
    InvalidInputException.requireAtLeast("threads", threads, 1);
    if (precision == Precision.BF16) {
      throw new InvalidInputException(
          "precision=BF16 is not possible: ONNX Runtime has no such products on CPUs; give FP32 or"
              + " INT8");
    }
    if (shape.elements() > MOST_WEIGHTS) {
      throw new InvalidInputException(
          "shape=" + shape + " is too large; give at most " + MOST_WEIGHTS + " values");
    }
    long most = MOST_VALUES / (shape.k() + shape.n());
    if (m > most) {
      throw new InvalidInputException(
          "m=" + m + " is too large for shape=" + shape + "; give at most " + most);
    }
  }

  MatrixProduct open() {
    return MatrixProduct.open(MatrixChain.of(List.of(shape), precision), m, threads);
  }

  double gflop() {
    return shape.flop(m) / 1e9;
  }
}
