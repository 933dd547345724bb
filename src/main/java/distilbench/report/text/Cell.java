package distilbench.report.text;

import distilbench.report.data.Estimate;
import distilbench.report.data.NumberFormat;

/**
 * One cell of a table: what it reads, and the figure behind that.
 *
 * @param value text of the figure itself, or words; empty where there is nothing to say
 * @param low text of the interval's lower end; empty without one
 * @param high text of the upper end
 * @param mark one character behind it all, or nothing
 * @param figure NaN where the cell holds words or nothing
 * @param forks the figure of each fork; none where it has none of its own
 */
public record Cell(
    String value, String low, String high, String mark, Estimate figure, double[] forks) {
  private static final double[] NONE = {};

  static final Cell EMPTY = words("");

  static Cell words(String text) {
    return new Cell(text, "", "", "", Estimate.UNKNOWN, NONE);
  }

  /** A figure without its interval. */
  static Cell number(NumberFormat digits, double value) {
    return number(digits.show(value), value);
  }

  static Cell number(String text, double value) {
    return new Cell(text, "", "", "", new Estimate(value, Double.NaN, Double.NaN), NONE);
  }

  /** A figure of which the value alone is shown. */
  static Cell value(NumberFormat digits, Estimate figure, double[] forks) {
    return new Cell(digits.show(figure.value()), "", "", "", figure, forks);
  }

  /** A figure with its interval; what is too small to show has no ends to show. */
  static Cell interval(NumberFormat digits, Estimate figure, double[] forks) {
    String value = digits.show(figure.value());
    boolean ends = figure.hasInterval() && !NumberFormat.isTooSmall(value);
    return new Cell(
        value,
        ends ? digits.show(figure.low()) : "",
        ends ? digits.show(figure.high()) : "",
        "",
        figure,
        forks);
  }

  Cell marked(String sign) {
    return isEmpty() ? this : new Cell(value, low, high, sign, figure, forks);
  }

  Cell withoutEnds() {
    return new Cell(value, "", "", mark, figure, forks);
  }

  boolean isEmpty() {
    return value.isBlank();
  }

  /** All that it reads. */
  public String text() {
    return value + (low.isEmpty() ? "" : " [" + low + ", " + high + "]") + mark;
  }
}
