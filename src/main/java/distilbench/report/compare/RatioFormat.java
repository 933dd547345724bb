package distilbench.report.compare;

import distilbench.report.data.Estimate;
import distilbench.report.data.NumberFormat;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** Writes ratios with three digits after the point, so that 1.003 is not taken for 1. */
final class RatioFormat {
  private static final int DECIMALS = 3;
  private static final double LEAST = 0.01;
  private static final double MOST = 10;

  private RatioFormat() {}

  /** One ratio with its interval. */
  static String show(Estimate ratio) {
    return showAll(List.of(ratio)).get(0);
  }

  /** Ratios with their intervals, part below part. */
  static List<String> showAll(List<Estimate> ratios) {
    int value = width(ratios.stream().mapToDouble(Estimate::value).toArray());
    int low = width(ratios.stream().mapToDouble(Estimate::low).toArray());
    int high = width(ratios.stream().mapToDouble(Estimate::high).toArray());
    return ratios.stream()
        .map(
            ratio ->
                ratio.hasInterval()
                    ? padded(ratio.value(), value)
                        + " ["
                        + padded(ratio.low(), low)
                        + ", "
                        + padded(ratio.high(), high)
                        + "]"
                    : padded(ratio.value(), value))
        .toList();
  }

  private static int width(double[] numbers) {
    int width = 0;
    for (double number : numbers) {
      width = Math.max(width, show(number).length());
    }
    return width;
  }

  private static String padded(double number, int width) {
    String text = show(number);
    return " ".repeat(width - text.length()) + text;
  }

  private static String show(double ratio) {
    return LEAST <= ratio && ratio < MOST
        ? new BigDecimal(ratio).setScale(DECIMALS, RoundingMode.HALF_EVEN).toPlainString()
        : NumberFormat.UNLIMITED.show(ratio);
  }
}
