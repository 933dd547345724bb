package distilbench.report.data;

import java.util.List;

/** Names in a sentence, the first few of them. */
public final class NameList {
  private static final int MOST = 4;

  private NameList() {}

  /** All names, or the first few and how many more there are. */
  public static String of(List<String> names) {
    if (names.size() <= MOST + 1) {
      return String.join(", ", names);
    }
    return String.join(", ", names.subList(0, MOST)) + " and " + (names.size() - MOST) + " more";
  }
}
