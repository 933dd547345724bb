package distilbench.launcher.plan;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.format.RowIdentity;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every row comes once per round, in an order that only the seed decides. */
class RunPlanTest {
  private static final PlannedRow FIVE_FORKS = row("five", 5);
  private static final PlannedRow THREE_FORKS = row("three", 3);

  @Test
  void everyRoundHasEveryRowOnce() {
    List<PlannedRow> rows = Stream.of("a", "b", "c", "d").map(name -> row(name, 6)).toList();

    List<List<PlannedRow>> rounds = new RunPlan(rows, 1).rounds();

    assertThat(rounds)
        .hasSize(6)
        .allSatisfy(round -> assertThat(round).containsExactlyInAnyOrderElementsOf(rows));
  }

  @Test
  void theOrderChangesFromRoundToRound() {
    List<PlannedRow> rows = Stream.of("a", "b", "c", "d").map(name -> row(name, 20)).toList();

    List<List<PlannedRow>> rounds = new RunPlan(rows, 1).rounds();

    assertThat(rounds.stream().distinct().count()).isGreaterThan(10);
    assertThat(rounds.stream().map(round -> round.get(0)).distinct()).hasSize(4);
  }

  @Test
  void theSameSeedGivesTheSameOrderAndAnotherSeedAnother() {
    List<PlannedRow> rows = Stream.of("a", "b", "c", "d").map(name -> row(name, 5)).toList();

    assertThat(new RunPlan(rows, 7).rounds()).isEqualTo(new RunPlan(rows, 7).rounds());
    assertThat(new RunPlan(rows, 7).rounds()).isNotEqualTo(new RunPlan(rows, 8).rounds());
  }

  @Test
  void aRowTakesPartInAsManyRoundsAsItHasForks() {
    RunPlan plan = new RunPlan(List.of(FIVE_FORKS, THREE_FORKS), 1);

    assertThat(plan.forks()).isEqualTo(8);
    assertThat(plan.rounds()).extracting(List::size).containsExactly(2, 2, 2, 1, 1);
    assertThat(plan.rounds().get(4)).containsExactly(FIVE_FORKS);
  }

  private static PlannedRow row(String benchmark, int forks) {
    return new PlannedRow(
        new RowIdentity("distilbench." + benchmark + ".run", "ss", 1, Map.of()), forks, 0);
  }
}
