package distilbench.launcher.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * What a run measures: in every round each row once, in an order that the seed alone decides.
 *
 * @param rows in JMH's order
 * @param seed of the rounds' orders
 */
public record RunPlan(List<PlannedRow> rows, long seed) {
  public RunPlan {
    rows = List.copyOf(rows);
  }

  /** The rounds in their order; a row takes part in as many of them as it has forks. */
  public List<List<PlannedRow>> rounds() {
    int most = rows.stream().mapToInt(PlannedRow::forks).max().orElse(0);
    Random random = new Random(seed);
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

  /** How many fresh JVMs measure in all. */
  public int forks() {
    return rows.stream().mapToInt(PlannedRow::forks).sum();
  }
}
