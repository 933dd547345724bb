package distilbench.report.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rows of a result file are found in the file beside it by their places, not by their names. */
class SidecarTest {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final ObjectNode facts = JSON.objectNode();

  @Test
  void whatTheLauncherSaysGoesBeforeNames() {
    planned("models/<user>", "models/<user>", ".../m");
    facts.withArray("/run/results").add(1).add(2);

    assertThat(places("models/me", "/data/m")).containsExactly(1, 2);
  }

  @Test
  void ofAnOlderFileTheOrderDecidesAmongRowsThatReadAlike() {
    planned("models/<user>", "models/<user>", "models/other");

    assertThat(places("models/me", "models/you", "models/other")).containsExactly(0, 1, 2);
    assertThat(places("models/me", "models/other")).containsExactly(0, 2);
  }

  @Test
  void ofAnOlderFileARowWithTheVeryValueIsTheOne() {
    planned("~/m", ".../m", "/m");

    assertThat(places("/m")).containsExactly(2);
    assertThat(places("/home/me/m", "/m")).containsExactly(0, 2);
  }

  @Test
  void ofAnOlderFileAsManyRowsAsPossibleFindTheirPlace() {
    planned(".../m", "~/m", "builtin");

    assertThat(places("/data/m", "/home/me/m", "builtin")).containsExactly(0, 1, 2);
    assertThat(places("/data/x", "/data/m", "builtin")).containsExactly(-1, 0, 2);
  }

  @Test
  void aRowThatWasNotPlannedHasNoPlace() {
    planned("builtin");

    assertThat(places("other")).containsExactly(-1);
    assertThat(places("other", "builtin")).containsExactly(-1, 0);
  }

  @Test
  void aResultFileFromWhichARowWasTakenIsSearchedByName() {
    planned("a", "b", "c");
    facts.withArray("/run/results").add(0).add(1).add(2);

    assertThat(places("a", "c")).containsExactly(0, 2);
  }

  @Test
  void placesThatCannotBeAreNotBelieved() {
    planned("a", "b");
    facts.withArray("/run/results").add(0).add(7);

    assertThat(places("a", "b")).containsExactly(0, 1);
  }

  @Test
  void windowsOfRowsThatReadAlikeAreTheirsInTheOrderOfTheRound() {
    planned("models/<user>", "models/<user>");
    facts.withArray("/run/order").addArray().add(1).add(0);
    window("models/<user>", 1, 0.25);
    window("models/<user>", 1, 0.75);

    assertThat(foreignCores(1)).containsExactly(0.25);
    assertThat(foreignCores(0)).containsExactly(0.75);
  }

  @Test
  void windowsSayThemselvesWhoseTheyAre() {
    planned("models/<user>", "models/<user>");
    facts.withArray("/run/order").addArray().add(1).add(0);
    window("models/<user>", 1, 0.25).put("planned", 0);

    assertThat(foreignCores(0)).containsExactly(0.25);
    assertThat(foreignCores(1)).isEmpty();
  }

  @Test
  void anInputIsFoundByItsPlace() {
    planned("models/<user>", "models/<user>", "none");
    ArrayNode rows = facts.withArray("/run/rows");
    ((ObjectNode) rows.get(0)).put("input", 1);
    ((ObjectNode) rows.get(1)).put("input", 0);
    ((ObjectNode) rows.get(2)).putNull("input");
    inputs("models/<user>", "models/<user>");

    assertThat(input(0)).isEqualTo("1");
    assertThat(input(1)).isEqualTo("0");
    assertThat(input(2)).isEmpty();
    assertThat(input(-1)).isEmpty();
  }

  @Test
  void ofAnOlderFileAnInputIsFoundIfOneAloneIsNamedSo() {
    planned("models/<user>", "builtin");
    inputs("builtin", "models/<user>");
    assertThat(input(0)).isEqualTo("1");

    inputs("models/<user>");
    assertThat(input(0)).isEmpty();
    assertThat(input(1)).isEqualTo("0");
  }

  @Test
  void verdictsHaveTheOrderOfTheResults() throws Exception {
    planned("models/<user>", "models/<user>");
    facts.set("verdict", new ObjectMapper().readTree("{\"rows\": [{\"time\": 1}, {\"time\": 2}]}"));

    assertThat(verdicts("models/me", "models/you")).containsExactly("1", "2");
    assertThat(verdicts("models/you")).containsExactly("");
  }

  private void planned(String... models) {
    for (String model : models) {
      ObjectNode row = facts.withArray("/run/rows").addObject();
      row.put("benchmark", "a.B.c").put("mode", "ss");
      row.putObject("parameters").put("deployment", "SINGLE").put("model", model);
    }
  }

  private ObjectNode window(String model, int round, double foreignCores) {
    ObjectNode seen = facts.withArray("/noise/rows").addObject().put("round", round);
    ObjectNode row = seen.putObject("row").put("benchmark", "a.B.c").put("mode", "ss");
    row.putObject("parameters").put("deployment", "SINGLE").put("model", model);
    seen.putObject("noise").put("foreignCpuCores", foreignCores);
    return seen;
  }

  private void inputs(String... models) {
    for (String model : models) {
      ArrayNode inputs = facts.withArray("/inputs");
      inputs.addObject().put("model", model).put("modelSha256", "" + (inputs.size() - 1));
    }
  }

  private List<Integer> places(String... models) {
    return Sidecar.of(facts).placesOf(results(models));
  }

  private List<Double> foreignCores(int place) {
    return Sidecar.of(facts).watches(place).stream().map(Sidecar.Watch::foreignCores).toList();
  }

  private String input(int place) {
    return Sidecar.of(facts).inputOf(place).path("modelSha256").asText();
  }

  private List<String> verdicts(String... models) {
    return Sidecar.of(facts).recordedVerdicts(results(models)).stream()
        .map(row -> row.path("time").asText())
        .toList();
  }

  private static List<ResultRow> results(String... models) {
    ArrayNode results = JSON.arrayNode();
    Stream.of(models)
        .forEach(
            model -> {
              ObjectNode row = results.addObject().put("benchmark", "a.B.c").put("mode", "ss");
              row.putObject("params").put("deployment", "SINGLE").put("model", model);
              row.putObject("primaryMetric").put("score", 1);
            });
    return ResultsFile.rows(results);
  }
}
