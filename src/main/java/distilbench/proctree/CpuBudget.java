package distilbench.proctree;

/**
 * Keeps what a thread does now and then below a share of one core. Credit grows with time; spending
 * may overdraw it, and then nothing is covered until time has made up for it.
 */
final class CpuBudget {
  private final double share;
  private double creditNanos;
  private long lastNanos;

  /**
   * @param share of one core, e.g. 0.01
   * @param creditNanos CPU time that may be spent at once
   */
  CpuBudget(double share, double creditNanos, long nowNanos) {
    this.share = share;
    this.creditNanos = creditNanos;
    this.lastNanos = nowNanos;
  }

  /** Whether something that costs so much may be done now. */
  boolean covers(double costNanos, long nowNanos) {
    creditNanos += share * (nowNanos - lastNanos);
    lastNanos = nowNanos;
    return creditNanos >= costNanos;
  }

  void spend(double costNanos) {
    creditNanos -= costNanos;
  }
}
