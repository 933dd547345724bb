package distilbench.report;

/**
 * A reason, and what was found.
 *
 * @param detail how much and where, in a few words
 */
record Finding(Reason reason, String detail) {

  /** One sentence without its full stop. */
  String text() {
    return detail.isEmpty() ? reason.toString() : reason + ": " + detail;
  }
}
