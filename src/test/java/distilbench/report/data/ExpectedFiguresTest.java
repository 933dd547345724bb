package distilbench.report.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Times, memory and ratios are those of {@code expected-figures.json}, which says how they were
 * computed apart from this project. {@code test_statistics.py} asserts the same of plot.py.
 */
class ExpectedFiguresTest {
  private static final String PSS = "mem.tree.pss.peak";

  /** What scipy and commons-math may differ by, in percent. */
  private static final double ROUNDING = 1e-5;

  private static JsonNode expected;

  @BeforeAll
  static void read() throws Exception {
    expected = new ObjectMapper().readTree(resource("expected-figures.json").toFile());
  }

  @Test
  void timesMemoryAndRatiosAreAsExpected() throws Exception {
    List<DeploymentRow> rows = rows(expected.path("file").asText());
    assertThat(rows).hasSize(expected.path("rows").size());
    DeploymentRow base =
        rows.stream().filter(row -> row.deployment().equals("SINGLE")).findFirst().orElseThrow();

    for (DeploymentRow row : rows) {
      JsonNode figures = expected.path("rows").path(row.deployment());
      Map<String, Estimate> found =
          Map.of(
              "secondsPer1000Texts", row.time(),
              "pssMiB", Estimate.overForks(row.forks(PSS)),
              "unpairedTimeRatio", Estimate.unpairedRatio(row.times(), base.times()),
              "pairedTimeRatio", Estimate.pairedRatio(row.times(), base.times()),
              "unpairedPssRatio", Estimate.unpairedRatio(row.forks(PSS), base.forks(PSS)));
      assertThat(found.keySet()).containsExactlyInAnyOrderElementsOf(figures::fieldNames);
      found.forEach((name, figure) -> assertSame(figure, figures.path(name), row, name));
    }
  }

  private static void assertSame(
      Estimate figure, JsonNode expected, DeploymentRow row, String name) {
    double[] found = {figure.value(), figure.low(), figure.high()};
    for (int i = 0; i < found.length; i++) {
      assertThat(found[i])
          .as("%s of %s, number %d", name, row.deployment(), i)
          .isCloseTo(expected.path(i).asDouble(), withinPercentage(ROUNDING));
    }
  }

  @Test
  void theMemoryModelIsAsExpected() throws Exception {
    JsonNode line = expected.path("memoryModel");

    MemoryModel model = MemoryModel.of(rows(line.path("file").asText()));

    assertThat(model.shared())
        .isCloseTo(line.path("shared").asDouble(), withinPercentage(ROUNDING));
    assertThat(model.each()).isCloseTo(line.path("each").asDouble(), withinPercentage(ROUNDING));
    assertThat(model.residual())
        .isCloseTo(line.path("residual").asDouble(), withinPercentage(ROUNDING));
  }

  private static List<DeploymentRow> rows(String name) throws URISyntaxException {
    return ResultsFile.read(resource(name)).stream().map(DeploymentRow::of).toList();
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(ExpectedFiguresTest.class.getResource("/distilbench/report/" + name).toURI());
  }
}
