package distilbench.gemm;

import distilbench.inference.WrongAnswerException;
import java.nio.FloatBuffer;

/**
 * Checks every value of a matrix product, in far less time than the product took: y v must be x (W1
 * W2 ... v) for a vector v (Freivalds 1977, "Probabilistic machines can use less running time"),
 * the right side computed beforehand in double precision, by plain Java, from the seed.
 *
 * <p>v has values of about 1 that differ from each other and are all at least 0.5: columns that are
 * swapped do not go unnoticed, and at the model's shapes, where y has values of about 1, nor does a
 * single one that is off by 0.002.
 */
final class ProductCheck {
  private static final double UNIT_ROUNDOFF = 0x1p-24;

  /**
   * Rounding errors of a sum of k terms are as good as independent, so its error is about sqrt(k)
   * unit roundoffs and hardly ever 10 times as much (Higham and Mary 2019, "A new approach to
   * probabilistic rounding error analysis"). Arithmetic of fewer bits is found out: bfloat16 errs
   * 65,000 times the unit roundoff, TF32 8,000 times.
   */
  private static final double MARGIN = 10;

  private final int outputs;
  private final double[] vector;
  private final double[] expected;
  private final double tolerance;

  private ProductCheck(int outputs, double[] vector, double[] expected, double tolerance) {
    this.outputs = outputs;
    this.vector = vector;
    this.expected = expected;
    this.tolerance = tolerance;
  }

  /**
   * Computes what must come out.
   *
   * @param m rows of x
   */
  static ProductCheck of(MatrixChain chain, int m) {
    double[] vector = vector(chain.outputs());
    double[] applied = chain.applyTo(vector);
    double[] expected = new double[m];
    for (int row = 0; row < m; row++) {
      float[] input = chain.input(row);
      for (int i = 0; i < input.length; i++) {
        expected[row] += input[i] * applied[i];
      }
    }
    return new ProductCheck(chain.outputs(), vector, expected, tolerance(chain));
  }

  /** From 0.5 to 1.5, by the golden ratio's multiples: spread evenly, and no two alike. */
  private static double[] vector(int length) {
    double goldenRatio = (Math.sqrt(5) - 1) / 2;
    double[] vector = new double[length];
    for (int i = 0; i < length; i++) {
      vector[i] = 0.5 + i * goldenRatio % 1;
    }
    return vector;
  }

  /**
   * How far y v may be off: values of deviation 1, each wrong by what the sums before it add up to,
   * and as many of them as y has columns.
   */
  private static double tolerance(MatrixChain chain) {
    long terms = chain.matrices().stream().mapToLong(MatrixShape::k).sum();
    return MARGIN * UNIT_ROUNDOFF * Math.sqrt(terms) * Math.sqrt(chain.outputs());
  }

  /**
   * Checks a whole product.
   *
   * @param product y, row by row
   * @throws WrongAnswerException for the first row that is not what it must be
   */
  void check(FloatBuffer product) {
    float[] row = new float[outputs];
    for (int i = 0; i < expected.length; i++) {
      product.get(i * outputs, row);
      double found = 0;
      for (int column = 0; column < outputs; column++) {
        found += row[column] * vector[column];
      }
      // Written so that NaN does not match.
      if (!(Math.abs(found - expected[i]) <= tolerance)) {
        throw new WrongAnswerException(
            String.format(
                "row %d of the product is wrong: its weighted sum should be %s and is %s,"
                    + " tolerance %s",
                i, expected[i], found, tolerance));
      }
    }
  }
}
