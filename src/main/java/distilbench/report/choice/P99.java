package distilbench.report.choice;

import distilbench.report.data.Estimate;
import distilbench.report.data.NumberFormat;
import distilbench.report.data.ResultRow;

/**
 * The latency that 99 of 100 calls of a deployment kept to, in one row that measured it.
 *
 * @param milliseconds mean over forks with its interval, or of all sampled calls without one
 * @param where under which load, such as "at 20 calls/s"
 * @param row that measured it
 */
public record P99(Estimate milliseconds, String where, ResultRow row) {

  /** Such as "120 [110, 130] ms at 20 calls/s". */
  public String inWords() {
    return NumberFormat.UNLIMITED.show(milliseconds) + " ms " + where;
  }
}
