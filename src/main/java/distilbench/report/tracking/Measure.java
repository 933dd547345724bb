package distilbench.report.tracking;

/** What is watched of a row; of all of them less is better. */
public enum Measure {
  TIME("time", "s per 1000 texts"),
  /** Time in units of what the machine multiplies meanwhile, which other hours do not change. */
  WORK("work", "GFLOP of matrix products per text"),
  /** Peak PSS of the process tree. */
  MEMORY("pss", "MiB");

  private final String label;
  private final String unit;

  Measure(String label, String unit) {
    this.label = label;
    this.unit = unit;
  }

  public String label() {
    return label;
  }

  public String unit() {
    return unit;
  }
}
