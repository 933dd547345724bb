package distilbench.gemm;

import distilbench.inference.WrongAnswerException;
import java.nio.FloatBuffer;
import java.util.function.DoubleUnaryOperator;

/**
 * Checks every value of a product y = x W, in far less time than it took: y v must be x (W v) for a
 * vector v (Freivalds 1977, "Probabilistic machines can use less running time"), the right side in
 * double precision, by plain Java.
 *
 * <p>v has values of about 1 that differ from each other and are all at least 0.5: columns that are
 * swapped do not go unnoticed, and at the model's shapes, where y has values of about 1, nor does a
 * single one that is off by 0.002. In INT8 the right side is of what x and W are rounded to, and
 * the bound is closer: nor does a value that is off by 0.0002, or by 6 of the steps that sums of
 * integers have, nor a row of which one value was rounded to another step.
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

  private final ConstantMatrix matrix;
  private final double[] vector;
  private final double[] applied;
  private final double tolerance;

  ProductCheck(ConstantMatrix matrix) {
    this.matrix = matrix;
    this.vector = vector(matrix.shape().n());
    this.applied = matrix.times(vector);
    // y v has n values of deviation 1, each wrong by what its roundings add up to.
    this.tolerance =
        MARGIN * UNIT_ROUNDOFF * Math.sqrt(matrix.roundings()) * Math.sqrt(vector.length);
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
   * What must come out: x (W v).
   *
   * @param rows x, row by row
   */
  double[] expected(FloatBuffer rows) {
    DoubleUnaryOperator multiplied = matrix.multiplied(rows);
    double[] expected = new double[rows.limit() / applied.length];
    float[] row = new float[applied.length];
    for (int i = 0; i < expected.length; i++) {
      rows.get(i * row.length, row);
      for (int j = 0; j < row.length; j++) {
        expected[i] += multiplied.applyAsDouble(row[j]) * applied[j];
      }
    }
    return expected;
  }

  /**
   * Checks a whole product.
   *
   * @param expected of its rows
   * @param product y, row by row
   * @throws WrongAnswerException for the first row that is not what it must be
   */
  void check(double[] expected, FloatBuffer product) {
    float[] row = new float[vector.length];
    for (int i = 0; i < expected.length; i++) {
      product.get(i * row.length, row);
      double found = 0;
      for (int column = 0; column < row.length; column++) {
        found += row[column] * vector[column];
      }
      // Written so that NaN does not match.
      if (!(Math.abs(found - expected[i]) <= tolerance)) {
        throw new WrongAnswerException(
            String.format(
                "row %d of the product with %s is wrong: its weighted sum should be %s and is %s,"
                    + " tolerance %s",
                i, matrix.shape(), expected[i], found, tolerance));
      }
    }
  }
}
