package distilbench.launcher.plan;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.format.RowIdentity;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A twin is a row like any other, and its name alone tells it apart. */
class TwinTest {
  private static final PlannedRow FIRST = row("SINGLE");
  private static final PlannedRow SECOND = row("SERVER");

  private static PlannedRow row(String deployment) {
    return new PlannedRow(
        new RowIdentity("a.B.c", "ss", 1, Map.of("deployment", deployment)), 5, 0);
  }

  @Test
  void theFirstRowIsMeasuredTwice() {
    List<PlannedRow> rows = Twin.besideFirst(List.of(FIRST, SECOND));

    assertThat(rows).hasSize(3).startsWith(FIRST).endsWith(SECOND);
    PlannedRow twin = rows.get(1);
    assertThat(twin.row()).isNotEqualTo(FIRST.row());
    assertThat(twin.row().isTwin()).isTrue();
    assertThat(twin.row().withoutTwin()).isEqualTo(FIRST.row());
    assertThat(twin.forks()).isEqualTo(5);
    assertThat(FIRST.row().isTwin()).isFalse();
    assertThat(FIRST.row().withoutTwin()).isEqualTo(FIRST.row());
  }

  @Test
  void itTakesTurnsOfItsOwn() {
    List<PlannedRow> rows = Twin.besideFirst(List.of(FIRST, SECOND));

    assertThat(new RunPlan(rows, 7).rounds())
        .hasSize(5)
        .allSatisfy(round -> assertThat(round).containsExactlyInAnyOrderElementsOf(rows));
  }

  /** Also where it stands beside its row alone, so that nothing else varies. */
  @Test
  void progressNamesIt() {
    List<RowIdentity> rows =
        Twin.besideFirst(List.of(FIRST)).stream().map(PlannedRow::row).toList();

    assertThat(rows.stream().map(RowNames.of(rows)::name)).containsExactly("B.c", "B.c twin=yes");
  }
}
