package distilbench.gemm;

import distilbench.console.InvalidInputException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The size of a weight matrix W in {@code x MatMul W}, spelled {@code 768x3072}.
 *
 * @param k rows: values that each row of x has
 * @param n columns: values that each row of the product has
 */
public record MatrixShape(int k, int n) {
  private static final Pattern SPELLING = Pattern.compile("([1-9]\\d{0,5})x([1-9]\\d{0,5})");

  /**
   * Reads a shape as users type it.
   *
   * @throws InvalidInputException if it is no shape
   */
  public static MatrixShape parse(String text) {
    Matcher sizes = SPELLING.matcher(text);
    if (!sizes.matches()) {
      throw new InvalidInputException(
          "shape=" + text + " is not possible; give rows and columns, such as 768x3072");
    }
    return new MatrixShape(Integer.parseInt(sizes.group(1)), Integer.parseInt(sizes.group(2)));
  }

  /** Values in the matrix. */
  public long elements() {
    return (long) k * n;
  }

  /**
   * Floating-point operations in one product: a multiplication and an addition for each of the m n
   * results' k terms, 2 m k n, as is the custom.
   *
   * @param m rows of x
   */
  public long flop(int m) {
    return 2 * m * elements();
  }

  @Override
  public String toString() {
    return k + "x" + n;
  }
}
