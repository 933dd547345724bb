package distilbench.launcher.plan;

import distilbench.format.RowIdentity;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What a run, or one of its stages, measures: in every round each row once, in an order that the
 * seed alone decides.
 *
 * @param title of the stage; empty if there is but one
 * @param rows in JMH's order
 * @param seed of the rounds' orders
 * @param roundsBefore how many rounds earlier stages had
 */
public record RunPlan(String title, List<PlannedRow> rows, long seed, int roundsBefore) {
  public RunPlan {
    rows = List.copyOf(rows);
  }

  /** A run of one stage. */
  public RunPlan(List<PlannedRow> rows, long seed) {
    this("", rows, seed, 0);
  }

  /** The rounds in their order; a row takes part in as many of them as it has forks. */
  public List<List<PlannedRow>> rounds() {
    int most = rows.stream().mapToInt(PlannedRow::forks).max().orElse(0);
    Random random = new Random(seed + roundsBefore);
    List<List<PlannedRow>> rounds = new ArrayList<>();
    for (int round = 1; round <= most; round++) {
      int forks = round;
      List<PlannedRow> order =
          new ArrayList<>(rows.stream().filter(row -> row.forks() >= forks).toList());
      Collections.shuffle(order, random);
      rounds.add(List.copyOf(order));
    }
    return rounds;
  }

  /** Which rows these are, in JMH's order. */
  public List<RowIdentity> identities() {
    return identities(rows);
  }

  /** The same for each round, in its order. */
  public List<List<RowIdentity>> identitiesByRound() {
    return rounds().stream().map(RunPlan::identities).toList();
  }

  private static List<RowIdentity> identities(List<PlannedRow> rows) {
    return rows.stream().map(PlannedRow::row).toList();
  }

  /** How many fresh JVMs measure in all. */
  public int forks() {
    return rows.stream().mapToInt(PlannedRow::forks).sum();
  }
}
