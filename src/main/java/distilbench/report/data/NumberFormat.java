package distilbench.report.data;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * Writes numbers with three significant digits, or those before the point if these are four; from
 * ten thousand on with k, M or G.
 *
 * @param decimals most digits after the point: what is smaller reads "&lt;0.01"
 */
public record NumberFormat(int decimals) {
  private static final int SIGNIFICANT = 3;
  private static final int MOST_ZEROS = 4;
  private static final String[] THOUSANDS = {"", "k", "M", "G", "T"};

  /** For numbers of which none is too small to matter: below 0.0001 with an exponent. */
  public static final NumberFormat UNLIMITED = new NumberFormat(Integer.MAX_VALUE);

  /** NumberFormat for numbers among which most decide and some are too small to matter. */
  public static NumberFormat of(double[] column) {
    double[] known = Arrays.stream(column).filter(value -> value > 0).sorted().toArray();
    double median = known.length == 0 ? 1 : known[known.length / 2];
    return new NumberFormat((int) Math.max(0, SIGNIFICANT - Math.floor(Math.log10(median))));
  }

  public String show(double value) {
    if (!Double.isFinite(value) || value == 0) {
      return value == 0 ? "0" : Double.toString(value);
    }
    BigDecimal exact = new BigDecimal(value);
    BigDecimal rounded = exact.round(new MathContext(SIGNIFICANT, RoundingMode.HALF_EVEN));
    int exponent = rounded.precision() - rounded.scale() - 1;
    if (exponent > SIGNIFICANT) {
      int steps = Math.min(exponent / 3, THOUSANDS.length - 1);
      int scale = Math.max(0, SIGNIFICANT - 1 - (exponent - 3 * steps));
      BigDecimal thousands =
          rounded.movePointLeft(3 * steps).setScale(scale, RoundingMode.HALF_EVEN);
      return thousands.toPlainString() + THOUSANDS[steps];
    }
    if (decimals == UNLIMITED.decimals && exponent < -MOST_ZEROS) {
      return rounded.movePointRight(-exponent).setScale(SIGNIFICANT - 1).toPlainString()
          + "e"
          + exponent;
    }
    int scale = Math.min(decimals, Math.max(0, SIGNIFICANT - 1 - exponent));
    BigDecimal shown = exact.setScale(scale, RoundingMode.HALF_EVEN);
    return shown.signum() == 0
        ? "<" + BigDecimal.ONE.movePointLeft(decimals).toPlainString()
        : shown.toPlainString();
  }

  /** A figure and its interval, if it has one and is not too small to show. */
  public String show(Estimate figure) {
    String value = show(figure.value());
    return figure.hasInterval() && !isTooSmall(value)
        ? value + " [" + show(figure.low()) + ", " + show(figure.high()) + "]"
        : value;
  }

  /** Whether a number that was written says only that it is less than what would show. */
  public static boolean isTooSmall(String shown) {
    return shown.startsWith("<");
  }
}
