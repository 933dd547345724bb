package distilbench.launcher.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import distilbench.console.InvalidInputException;
import distilbench.model.Described;
import distilbench.model.Graph;
import distilbench.model.ModelFolder;
import distilbench.model.Precision;
import distilbench.model.TinyModel;
import distilbench.model.Weights;
import distilbench.prepare.Prepared;
import distilbench.prepare.PreparedInput;
import distilbench.prepare.TokenCounts;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/** Deployments that do not suit a model are left out, and the others are measured. */
class SuitedRowsTest {
  @TempDir private static Path temp;
  private static ModelFolder unshared;

  @BeforeAll
  static void importAModelThatCannotBeShared() throws Exception {
    unshared =
        TinyModel.importTo(
            temp.resolve("unshared"),
            tiny ->
                Described.as(tiny)
                    .unsuited(
                        Map.of(Weights.MAPPED, "has an If", Weights.PREPACKED, "a\n\u001b[1m"))
                    .build());
  }

  @Test
  void everyDeploymentSuitsAModelThatSaysNothing() throws Exception {
    List<PlannedRow> all = planned("CorpusPass|Tokenize|Roofline", TinyModel.folder());

    SuitedRows suited = suited(all, TinyModel.folder());

    assertThat(suited.rows()).isEqualTo(all).hasSize(58);
    assertThat(suited.leftOut()).isEmpty();
    assertThatCode(() -> suited.requireAll("--sequential")).doesNotThrowAnyException();
  }

  @Test
  void whatDoesNotSuitAModelIsLeftOutWithOneLine() throws Exception {
    List<PlannedRow> all =
        planned(
            "CorpusPass",
            unshared,
            "-p",
            "batchSize=1,8",
            "-p",
            "deployment=SINGLE," + "SHARED_MAPPED,SHARED_PREPACKED,CONTROL");

    SuitedRows suited = suited(all, unshared);

    assertThat(suited.rows())
        .extracting(row -> row.row().parameters().get("deployment"))
        .containsExactlyInAnyOrder("SINGLE", "SINGLE", "CONTROL", "CONTROL");
    assertThat(suited.leftOut())
        .containsExactly(
            "SHARED_MAPPED of " + unshared.directory() + " (has an If)",
            "SHARED_PREPACKED of " + unshared.directory() + " (a\\u000a\\u001b[1m)");
  }

  @Test
  void oneModelDecidesNothingAboutAnother() throws Exception {
    List<PlannedRow> all =
        planned(
            "CorpusPass",
            unshared,
            "-p",
            "deployment=SHARED_MAPPED,SINGLE",
            "-p",
            "model=" + unshared.directory() + "," + TinyModel.folder().directory());

    SuitedRows suited = suited(all, unshared, TinyModel.folder());

    assertThat(suited.rows())
        .extracting(row -> row.row().parameters().get("model"))
        .containsExactlyInAnyOrder(
            "" + unshared.directory(),
            "" + TinyModel.folder().directory(),
            "" + TinyModel.folder().directory());
  }

  @Test
  void batchesLargerThanTheirCallsAreLeftOut() throws Exception {
    List<PlannedRow> all =
        planned(
            "CorpusPass",
            unshared,
            "-p",
            "batchSize=1,8,32",
            "-p",
            "callSize=8,32",
            "-p",
            "deployment=SINGLE,SHARED_MAPPED");

    SuitedRows suited = suited(all, unshared);

    assertThat(suited.rows())
        .extracting(
            row -> row.row().parameters().get("batchSize"),
            row -> row.row().parameters().get("callSize"))
        .containsExactlyInAnyOrder(
            tuple("1", "8"),
            tuple("8", "8"),
            tuple("1", "32"),
            tuple("8", "32"),
            tuple("32", "32"));
    assertThat(suited.leftOut())
        .containsExactlyInAnyOrder(
            "SHARED_MAPPED of " + unshared.directory() + " (has an If)",
            "batchSize=32 with callSize=8 (a forward pass takes texts of one call)");
  }

  @Test
  void ifNothingIsLeftTheReasonsAreToldInOneLine() throws Exception {
    List<PlannedRow> all =
        planned("CorpusPass", unshared, "-p", "deployment=SHARED_MAPPED,SHARED_PREPACKED");

    assertThatThrownBy(() -> suited(all, unshared))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("nothing is left to measure: SHARED_MAPPED of ")
        .hasMessageContaining("(has an If); SHARED_PREPACKED of ")
        .hasMessageEndingWith("name other deployments with -p deployment=")
        .hasMessageNotContaining("\n");
  }

  @Test
  void jmhsOwnOrderLeavesNothingOut() throws Exception {
    List<PlannedRow> all = planned("CorpusPass", unshared, "-p", "deployment=SHARED_MAPPED,SINGLE");

    SuitedRows suited = suited(all, unshared);

    assertThatThrownBy(() -> suited.requireAll("--sequential"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageStartingWith("--sequential: JMH cannot leave out SHARED_MAPPED of ")
        .hasMessageEndingWith("(has an If); ask for the others alone with -p");
  }

  private static List<PlannedRow> planned(String benchmark, ModelFolder model, String... more)
      throws Exception {
    String[] line = new String[more.length + 3];
    line[0] = benchmark;
    line[1] = "-p";
    line[2] = "model=" + model.directory();
    System.arraycopy(more, 0, line, 3, more.length);
    return RowPlan.of(new CommandLineOptions(line), Set.of());
  }

  private static SuitedRows suited(List<PlannedRow> all, ModelFolder... models) {
    InputPlan needs = InputPlan.of(all);
    List<Prepared> inputs =
        needs.requests().stream()
            .map(
                need ->
                    input(
                        need.model().equals(models[0].directory().toString())
                            ? models[0]
                            : models[models.length - 1]))
            .toList();
    return SuitedRows.of(all, inputs, needs.ofRow(), needs.impossible());
  }

  private static Prepared input(ModelFolder model) {
    PreparedInput input =
        new PreparedInput(
            model.directory().toString(),
            Graph.STANDARD,
            Precision.FP32,
            model.description().family(),
            model.description().task(),
            2,
            model.modelSha(),
            model.tokenizerSha(),
            "builtin",
            "description",
            "0".repeat(64),
            250,
            new TokenCounts(1, 1, 1, 1, 1, 1, 250, 0),
            "ORT",
            List.of());
    return new Prepared(model, model, Optional.empty(), input);
  }
}
