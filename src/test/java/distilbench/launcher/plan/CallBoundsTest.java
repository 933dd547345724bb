package distilbench.launcher.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import distilbench.console.InvalidInputException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** No batch is larger than a call, and where that bounds one, it is said. */
class CallBoundsTest {

  @Test
  void aBatchThatIsLargerThanEveryCallIsRefused() throws Exception {
    List<PlannedRow> rows = planned("CorpusPass", "batchSize=1,32", "callSize=8,16");

    assertThatThrownBy(() -> CallBounds.check(rows))
        .isInstanceOf(InvalidInputException.class)
        .hasMessage(
            "batchSize=32 is not possible with callSize=16: a forward pass takes texts of one"
                + " call; give callSize=32 or more");
  }

  @Test
  void whatIgnoresEitherSizeIsNotBounded() throws Exception {
    List<PlannedRow> rows = planned("CorpusPass", "deployment=CONTROL", "batchSize=32");
    List<PlannedRow> starts = planned("ColdStart", "deployment=SINGLE", "batchSize=32");
    List<PlannedRow> others = planned("Tokenize|Roofline");

    assertThatCode(() -> CallBounds.check(rows)).doesNotThrowAnyException();
    assertThatCode(() -> CallBounds.check(starts)).doesNotThrowAnyException();
    assertThatCode(() -> CallBounds.check(others)).doesNotThrowAnyException();
  }

  @Test
  void aCombinationThatIsNotPossibleHasAProblem() throws Exception {
    List<PlannedRow> rows =
        planned("CorpusPass", "deployment=SINGLE", "batchSize=1,8,32", "callSize=8,32");

    assertThatCode(() -> CallBounds.check(rows)).doesNotThrowAnyException();
    assertThat(rows.stream().flatMap(row -> CallBounds.problem(row.row()).stream()))
        .containsExactly("batchSize=32 with callSize=8 (a forward pass takes texts of one call)");
  }

  @Test
  void callsThatAreSmallerForWantOfTextsAreTold() throws Exception {
    List<PlannedRow> rows =
        planned(
            "CorpusPass",
            "deployment=SINGLE,SHARED_PREPACKED,CONTROL",
            "batchSize=1,7,8,16",
            "batchTokens=0,256",
            "callSize=16");

    assertThat(CallBounds.notes(rows)).containsExactlyInAnyOrder(note(8), note(16));
  }

  private static String note(int batchSize) {
    return "SHARED_PREPACKED with batchSize="
        + batchSize
        + ": 8 callers share 250 texts in calls of 7, and a forward pass takes texts of one call;"
        + " more texts make larger calls.";
  }

  private static List<PlannedRow> planned(String benchmark, String... parameters) throws Exception {
    List<String> line = new ArrayList<>(List.of(benchmark));
    for (String parameter : parameters) {
      line.addAll(List.of("-p", parameter));
    }
    return RowPlan.of(new CommandLineOptions(line.toArray(String[]::new)), Set.of());
  }
}
