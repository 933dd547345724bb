package distilbench.inference;

/** The error function in double precision, for an exact GELU. */
final class ErrorFunction {
  /** From here on, erf is 1 to the last bit of a double. */
  private static final double SATURATED = 6;

  private ErrorFunction() {}

  /**
   * erf(x), by the series of Abramowitz and Stegun 7.1.6, whose terms all have the same sign: no
   * digits are lost, whatever x is.
   */
  static double erf(double x) {
    if (Math.abs(x) >= SATURATED) {
      return Math.signum(x);
    }
    double term = x;
    double sum = x;
    for (int n = 1; Math.abs(term) > Math.abs(sum) * 1e-17; n++) {
      term *= 2 * x * x / (2 * n + 1);
      sum += term;
    }
    return 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * sum;
  }
}
