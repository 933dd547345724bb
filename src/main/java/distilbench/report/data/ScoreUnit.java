package distilbench.report.data;

import java.util.Map;

/**
 * The unit of a score, as JMH spells it: {@code ops/s} and the like for rates, {@code ms/op} and
 * the like for times. It alone decides which of two scores is better: a mode does not, as other
 * tools name modes of their own.
 *
 * @param text as the file has it
 */
public record ScoreUnit(String text) {
  private static final String RATE = "ops/";
  private static final String TIME = "/op";

  /** JMH's names of times, and kotlinx-benchmark's, which has "sec". */
  private static final Map<String, Double> SECONDS =
      Map.of(
          "ns", 1e-9, "us", 1e-6, "ms", 1e-3, "s", 1.0, "sec", 1.0, "min", 60.0, "hr", 3600.0,
          "day", 86_400.0);

  /** Which of two scores is the better one. */
  public enum Better {
    LESS,
    MORE,
    /** The unit does not tell, as {@code B/op} does not. */
    UNKNOWN
  }

  public Better better() {
    if (isRate()) {
      return Better.MORE;
    }
    return SECONDS.containsKey(time()) ? Better.LESS : Better.UNKNOWN;
  }

  /** How long one operation takes in seconds; NaN if that cannot be told from such a unit. */
  public double secondsPerOperation(double score) {
    double seconds = SECONDS.getOrDefault(time(), Double.NaN);
    if (isRate()) {
      return score == 0 ? Double.NaN : seconds / score;
    }
    return seconds * score;
  }

  private boolean isRate() {
    return text.startsWith(RATE);
  }

  private String time() {
    return isRate() ? text.substring(RATE.length()) : text.replace(TIME, "");
  }
}
