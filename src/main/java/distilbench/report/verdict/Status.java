package distilbench.report.verdict;

import java.util.Locale;

/** Whether a figure may be trusted, from best to worst. */
public enum Status {
  /** Nothing speaks against it. */
  VALID(""),

  /** Nothing disturbed it, but its interval is too wide to rely on. */
  IMPRECISE("~"),

  /** It does not mean what it claims, or nobody can tell. */
  INVALID("!");

  private final String mark;

  Status(String mark) {
    this.mark = mark;
  }

  /** One character behind a figure; none if it is valid. */
  public String mark() {
    return mark;
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
