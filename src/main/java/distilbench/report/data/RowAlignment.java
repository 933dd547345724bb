package distilbench.report.data;

import distilbench.format.Redactor;
import distilbench.format.RowIdentity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Which planned row each measured row is, where nothing but their order and their names tell: both
 * lists have the same order, some planned rows were not measured, and parameters of planned rows
 * are redacted. As many rows as possible find one; among such ways that one counts in which most
 * parameters are the same to the letter.
 *
 * @param planned with redacted parameters
 * @param measured with whole parameters
 */
record RowAlignment(List<RowIdentity> planned, List<RowIdentity> measured) {
  /** A row that finds its place counts for more than all letters of all parameters. */
  private static final long PAIR = 1 << 20;

  private static final long NEVER = -1;

  /** For each measured row its place among the planned ones; -1 for one that was not planned. */
  List<Integer> places() {
    long[][] pairs = pairs();
    long[][] best = new long[planned.size() + 1][measured.size() + 1];
    for (int i = planned.size() - 1; i >= 0; i--) {
      for (int j = measured.size() - 1; j >= 0; j--) {
        best[i][j] = Math.max(best[i + 1][j], best[i][j + 1]);
        if (pairs[i][j] != NEVER) {
          best[i][j] = Math.max(best[i][j], pairs[i][j] + best[i + 1][j + 1]);
        }
      }
    }
    List<Integer> places = new ArrayList<>(Collections.nCopies(measured.size(), -1));
    int i = 0;
    int j = 0;
    while (i < planned.size() && j < measured.size()) {
      if (pairs[i][j] != NEVER && best[i][j] == pairs[i][j] + best[i + 1][j + 1]) {
        places.set(j++, i++);
      } else if (best[i][j] == best[i][j + 1]) {
        j++;
      } else {
        i++;
      }
    }
    return places;
  }

  private long[][] pairs() {
    long[][] pairs = new long[planned.size()][measured.size()];
    for (int i = 0; i < planned.size(); i++) {
      for (int j = 0; j < measured.size(); j++) {
        pairs[i][j] = pair(planned.get(i), measured.get(j));
      }
    }
    return pairs;
  }

  private static long pair(RowIdentity plan, RowIdentity row) {
    if (!plan.benchmark().equals(row.benchmark())
        || !plan.mode().equals(row.mode())
        || !plan.parameters().keySet().equals(row.parameters().keySet())) {
      return NEVER;
    }
    long same = 0;
    for (String name : plan.parameters().keySet()) {
      String redacted = plan.parameters().get(name);
      String value = row.parameters().get(name);
      if (redacted.equals(value)) {
        same++;
      } else if (!Redactor.mayStandFor(redacted, value)) {
        return NEVER;
      }
    }
    return PAIR + same;
  }
}
