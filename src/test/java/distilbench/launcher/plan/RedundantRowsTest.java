package distilbench.launcher.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import distilbench.format.RowIdentity;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** Rows that differ only in what their deployment or benchmark ignores are measured once. */
class RedundantRowsTest {

  @Test
  void aDeploymentWithoutWorkersIgnoresHowManyThereAre() throws Exception {
    List<RowIdentity> rows =
        measured("CorpusPass", "-p", "deployment=SINGLE,SHARED_PREPACKED", "-p", "processes=4,1,8");

    assertThat(rows)
        .extracting(row -> row.parameters().get("deployment") + row.parameters().get("processes"))
        .containsExactly("SINGLE4", "SHARED_PREPACKED4", "SHARED_PREPACKED1", "SHARED_PREPACKED8");
  }

  @Test
  void controlIgnoresHowAModelComputes() throws Exception {
    List<RowIdentity> rows =
        measured(
            "CorpusPass",
            "-p",
            "deployment=CONTROL",
            "-p",
            "processes=1,2",
            "-p",
            "intraOpThreads=1,2",
            "-p",
            "spinning=ON,OFF",
            "-p",
            "batchSize=1,8",
            "-p",
            "batchTokens=0,512");

    assertThat(rows).hasSize(1);
  }

  @Test
  void equalDistancesIgnoreASeedAndAFileAlsoARate() throws Exception {
    List<RowIdentity> rows =
        measured(
            "OpenLoop",
            "-p",
            "deployment=SINGLE",
            "-p",
            "arrivals=POISSON,CONSTANT,times.txt",
            "-p",
            "rate=5,10",
            "-p",
            "arrivalSeed=1,2");

    assertThat(rows)
        .extracting(row -> row.parameters().get("arrivals"))
        .containsExactlyInAnyOrder(
            "POISSON", "POISSON", "POISSON", "POISSON", "CONSTANT", "CONSTANT", "times.txt");
  }

  @Test
  void whatMakesADifferenceIsKept() throws Exception {
    assertThat(
            measured(
                "CorpusPass",
                "-p",
                "deployment=CONTROL",
                "-p",
                "callers=1,2",
                "-p",
                "texts=10,20",
                "-p",
                "order=FILE,LENGTH",
                "-p",
                "callSize=4,8"))
        .hasSize(16);
    assertThat(
            measured(
                "CorpusPass",
                "-p",
                "deployment=SINGLE",
                "-p",
                "intraOpThreads=1,2",
                "-p",
                "batchSize=1,8"))
        .hasSize(4);
  }

  @Test
  void passesOfOneTextHaveNothingMoreToBound() throws Exception {
    assertThat(
            measured(
                "CorpusPass",
                "-p",
                "deployment=SINGLE",
                "-p",
                "batchSize=1,8",
                "-p",
                "batchTokens=0,256,512"))
        .extracting(
            row -> row.parameters().get("batchSize"), row -> row.parameters().get("batchTokens"))
        .containsExactly(tuple("1", "0"), tuple("8", "0"), tuple("8", "256"), tuple("8", "512"));
  }

  @Test
  void aColdStartHasNeitherOrderNorCallSize() throws Exception {
    assertThat(
            measured(
                "ColdStart.firstAnswer",
                "-p",
                "deployment=SINGLE",
                "-p",
                "order=FILE,LENGTH",
                "-p",
                "callSize=4,8"))
        .hasSize(1);
  }

  private static List<RowIdentity> measured(String... commandLine) throws Exception {
    List<PlannedRow> rows = RowPlan.of(new CommandLineOptions(commandLine), Set.of());
    return RedundantRows.without(rows).stream().map(PlannedRow::row).toList();
  }
}
