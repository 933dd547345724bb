package distilbench.launcher.choose;

import static org.assertj.core.api.Assertions.assertThat;

import distilbench.format.RowIdentity;
import distilbench.launcher.bench.SearchOptions;
import distilbench.launcher.plan.PlannedRow;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What a search may try, and which of it each stage does. */
class SearchSpaceTest {

  @Command
  private static final class Line {
    @Mixin private SearchOptions search = new SearchOptions();
  }

  @Test
  void theFirstStageTriesEveryFormOfTheModelInOneDeployment() {
    List<RowIdentity> rows = rows(2, true, false);

    List<RowIdentity> variants = space(2, true, false).variants(firstLook(rows));

    assertThat(variants).hasSize(12);
    assertThat(variants).allMatch(row -> value(row, "deployment").equals("THREADS"));
    assertThat(variants)
        .extracting(row -> value(row, "graph") + " " + value(row, "precision"))
        .contains("STANDARD FP32", "CLS_ONLY INT8");
    assertThat(variants).allMatch(row -> value(row, "texts").equals("100"));
  }

  @Test
  void reducedPrecisionIsTriedOnlyIfItWillDo() {
    assertThat(rows(2, false, false)).allMatch(row -> value(row, "precision").equals("FP32"));
  }

  @Test
  void theSecondTriesEveryDeploymentInTheBestForm() {
    List<RowIdentity> rows = firstLook(rows(4, false, false));
    RowIdentity best =
        space(4, false, false).variants(rows).stream()
            .filter(row -> value(row, "graph").equals("CLS_ONLY"))
            .filter(row -> value(row, "batchSize").equals("8"))
            .findFirst()
            .orElseThrow();

    List<RowIdentity> deployments = space(4, false, false).deployments(best, rows);

    assertThat(deployments)
        .extracting(row -> value(row, "deployment") + " " + value(row, "processes"))
        .containsExactlyInAnyOrder(
            "THREADS 4",
            "SINGLE 4",
            "SERVER 4",
            "MULTIPROCESS_BUDGETED 4",
            "MULTIPROCESS_BUDGETED 2",
            "SHARED_PREPACKED 4",
            "SHARED_PREPACKED 2");
    assertThat(deployments)
        .allMatch(
            row -> value(row, "graph").equals("CLS_ONLY") && value(row, "batchSize").equals("8"));
  }

  @Test
  void theThirdTriesWhatDiffersInOneParameter() {
    List<RowIdentity> rows = firstLook(rows(4, false, false));
    RowIdentity best = rows.get(0);

    List<RowIdentity> near = space(4, false, false).neighbours(best, rows);

    assertThat(near).contains(best);
    assertThat(near)
        .extracting(
            row ->
                value(row, "graph")
                    + value(row, "batchSize")
                    + value(row, "callers")
                    + value(row, "deployment"))
        .containsExactlyInAnyOrder(
            "STANDARD10THREADS",
            "STANDARD18THREADS",
            "STANDARD40THREADS",
            "STANDARD80THREADS",
            "CLS_ONLY10THREADS");
  }

  @Test
  void theLastComparesDeploymentsInTheSameForm() {
    List<RowIdentity> rows = firstLook(rows(2, false, false));
    RowIdentity best = row(rows, "SHARED_PREPACKED", "CLS_ONLY", "8");
    RowIdentity other = row(rows, "THREADS", "STANDARD", "4");

    assertThat(space(2, false, false).inFormOf(best, other, rows))
        .isEqualTo(row(rows, "THREADS", "CLS_ONLY", "8"));
    assertThat(space(2, false, false).inFormOf(best, best, rows)).isEqualTo(best);
  }

  private static RowIdentity row(
      List<RowIdentity> rows, String deployment, String graph, String batch) {
    return rows.stream()
        .filter(row -> value(row, "deployment").equals(deployment))
        .filter(row -> value(row, "graph").equals(graph) && value(row, "batchSize").equals(batch))
        .filter(row -> value(row, "callers").equals("0"))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void theLastMeasuresTheSameRowsOverMoreTexts() {
    List<RowIdentity> rows = rows(2, false, false);
    RowIdentity first = firstLook(rows).get(3);

    RowIdentity whole = space(2, false, false).whole(first, rows);

    assertThat(value(whole, "texts")).isEqualTo("250");
    assertThat(value(whole, "batchSize")).isEqualTo(value(first, "batchSize"));
  }

  @Test
  void callsOfOneTextHaveNoBatches() {
    assertThat(firstLook(rows(2, false, true)))
        .allMatch(
            row ->
                row.shortName().equals("CorpusPass.pass")
                    && value(row, "batchSize").equals("1")
                    && value(row, "callSize").equals("1"));
    assertThat(rows(2, false, true)).anyMatch(row -> row.shortName().startsWith("OpenLoop."));
  }

  @Test
  void whatTheUserSaysOfAParameterGoesBeforeWhatIsUsual() {
    List<RowIdentity> rows =
        rows(2, false, false, "-p", "deployment=SINGLE,SERVER", "-p", "texts=40");

    assertThat(rows).extracting(row -> value(row, "deployment")).containsOnly("SINGLE", "SERVER");
    assertThat(space(2, false, false).whole(rows.get(0), rows)).isEqualTo(rows.get(0));
  }

  private static SearchOptions options(String... line) {
    Line parsed = new Line();
    new CommandLine(parsed).parseArgs(line);
    return parsed.search;
  }

  private static SearchSpace space(int cores, boolean reduced, boolean calls, String... line) {
    return new SearchSpace(options(line), cores, "", reduced, calls);
  }

  private static List<RowIdentity> rows(int cores, boolean reduced, boolean calls, String... line) {
    SearchOptions options = options(line);
    SearchSpace space = new SearchSpace(options, cores, "", reduced, calls);
    Map<String, String> usual = space.usual();
    return options.rows(options.forJmh(space.benchmarks(), usual, List.of())).stream()
        .map(PlannedRow::row)
        .toList();
  }

  private static List<RowIdentity> firstLook(List<RowIdentity> rows) {
    return space(2, false, false).firstLook(rows);
  }

  private static String value(RowIdentity row, String parameter) {
    return row.parameters().get(parameter);
  }
}
