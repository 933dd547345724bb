package distilbench.report;

/**
 * What is thought of one row's figures, whatever happened to the rest of the run.
 *
 * @param row as it was measured
 * @param name as it was planned: what is personal is left out
 */
record RowVerdict(ResultRow row, RowName name, Judgement time, Judgement memory) {

  /** Whether somebody tried to measure its memory. */
  boolean hasMemory() {
    return row.metric(ResultRow.PSS).isPresent();
  }

  /** Whether the row's figures decide anything: what the harness costs does not. */
  boolean counts() {
    return !"CONTROL".equals(name.parameters().get("deployment"));
  }
}
