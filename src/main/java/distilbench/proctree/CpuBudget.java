package distilbench.proctree;

/**
 * Keeps what a thread does now and then below a share of one core. Credit grows with time; spending
 * may overdraw it, and then time has to make up for it first.
 */
final class CpuBudget {
  private final double share;
  private double creditNanos;
  private long lastNanos;

  /**
   * @param share of one core, e.g. 0.01
   */
  CpuBudget(double share, long nowNanos) {
    this.share = share;
    this.lastNanos = nowNanos;
  }

  /** Whether there is this much credit; less than 0 is an overdraft. */
  boolean covers(double nanos, long nowNanos) {
    earn(nowNanos);
    return creditNanos >= nanos;
  }

  void spend(double nanos) {
    creditNanos -= nanos;
  }

  /** Begins anew without credit; debts stay. */
  void forgetCredit(long nowNanos) {
    earn(nowNanos);
    creditNanos = Math.min(0, creditNanos);
  }

  private void earn(long nowNanos) {
    creditNanos += share * (nowNanos - lastNanos);
    lastNanos = nowNanos;
  }
}
