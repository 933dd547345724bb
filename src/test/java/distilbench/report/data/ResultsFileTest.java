package distilbench.report.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import distilbench.console.InvalidInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Result files of any suite are read as JMH writes them; others are refused in one line. */
class ResultsFileTest {
  @TempDir private Path folder;

  @Test
  void aRowHasItsParametersAndTheMeanOfEachFork() throws IOException {
    List<ResultRow> rows =
        read(
            """
            [{"benchmark": "a.B.c", "mode": "ss", "params": {"deployment": "SINGLE", "n": "8"},
              "primaryMetric": {"score": 2.5, "scoreError": "NaN", "scoreUnit": "s/op",
                "scorePercentiles": {"50.0": 2.0}, "rawData": [[1, 3], [3]]},
              "secondaryMetrics": {"x.y": {"score": 7, "scoreUnit": "MiB", "rawData": [[6], [8]]}}}]
            """);

    assertThat(rows).hasSize(1);
    ResultRow row = rows.get(0);
    assertThat(row.benchmark()).isEqualTo("a.B.c");
    assertThat(row.mode()).isEqualTo("ss");
    assertThat(row.parameters()).containsExactly(entry("deployment", "SINGLE"), entry("n", "8"));
    assertThat(row.forks()).isEqualTo(2);
    assertThat(row.primary().score()).isEqualTo(2.5);
    assertThat(row.primary().unit()).isEqualTo("s/op");
    assertThat(row.primary().percentiles()).containsExactly(entry("50.0", 2.0));
    assertThat(row.primary().forkMeans()).containsExactly(2, 3);
    assertThat(row.metric("x.y").orElseThrow().forkMeans()).containsExactly(6, 8);
    assertThat(row.metric("no.such")).isEmpty();
  }

  @Test
  void aForkOfSampledTimesIsTheMeanOfItsSamples() throws IOException {
    ResultRow row =
        read("""
                [{"benchmark": "a.B.c", "mode": "sample", "primaryMetric": {"score": 2,
                  "rawDataHistogram": [[[[1, 3], [5, 1]], [[2, 4]]], [[[7, 2]]]]}}]
                """)
            .get(0);

    assertThat(row.primary().forkMeans()).containsExactly((3 + 5 + 8) / 8.0, 7);
  }

  @Test
  void whatIsMissingIsUnknownAndNotZero() throws IOException {
    ResultRow row = read("[{\"benchmark\": \"a.B.c\", \"primaryMetric\": {}}]").get(0);

    assertThat(row.primary().score()).isNaN();
    assertThat(row.primary().forkMeans()).isEmpty();
    assertThat(row.primary().percentiles()).isEmpty();
    assertThat(row.parameters()).isEmpty();
    assertThat(row.secondary()).isEmpty();
  }

  @Test
  void numbersThatAreNotFiniteAreTexts() throws IOException {
    Metric metric =
        read("""
                [{"benchmark": "a.B.c", "primaryMetric":
                  {"score": "NaN", "rawData": [["NaN"], ["+INF"], ["-INF"], [null], [1e-3]]}}]
                """)
            .get(0)
            .primary();

    assertThat(metric.score()).isNaN();
    assertThat(metric.forkMeans())
        .containsExactly(
            Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY, Double.NaN, 0.001);
  }

  @Test
  void aFigureThatOneForkLacksIsNoFigure() throws IOException {
    Metric metric =
        read("[{\"benchmark\": \"a\", \"primaryMetric\": {\"score\": 5, \"rawData\": [[5],[\"NaN\"]]}}]")
            .get(0)
            .primary();

    assertThat(metric.wholeScore()).isNaN();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "7",
        "[1]",
        "[{}]",
        "[{\"benchmark\": \"a.B.c\"}]",
        "[{\"benchmark\": 3, \"primaryMetric\": {}}]",
        "{\"schema\": 1, \"run\": {}}"
      })
  void otherJsonIsRefused(String content) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("x.json is no JMH result file; give");
  }

  @Test
  void anEmptyFileIsRefused() {
    assertThatThrownBy(() -> read(""))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("x.json is empty: its run failed");
  }

  @Test
  void aFileWithoutRowsIsRefused() {
    assertThatThrownBy(() -> read("[]"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("x.json holds no results");
  }

  @ParameterizedTest
  @ValueSource(strings = {"[\n{\"benchmark\": \"a.B", "[]\n]", "\n Benchmark  Mode  Cnt", "[{}\n,"})
  void aTruncatedFileIsRefusedWithTheLine(String content) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageMatching(".*x.json is not whole JSON: line 2 cannot be read; mend or delete it");
  }

  @Test
  void aFileThatIsNotThereIsRefused() {
    assertThatThrownBy(() -> ResultsFile.read(folder.resolve("absent.json")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("absent.json does not exist");
    assertThatThrownBy(() -> ResultsFile.read(folder))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot be read");
  }

  @Test
  void theSidecarTellsRoundsAndTheMachinesRate() throws IOException {
    Path results = folder.resolve("x.y.json");
    assertThat(Sidecar.beside(results)).isEmpty();

    sidecar("{}");
    assertThat(Sidecar.beside(results).orElseThrow().inRounds()).isFalse();
    assertThat(Sidecar.beside(results).orElseThrow().gemmRate()).isNaN();

    sidecar(
        """
        {"run": {"order": [[0, 1]]},
         "probes": [{"gflopsAll": 100.0}, {"gflopsAll": null}, {"gflopsAll": 110}]}
        """);
    assertThat(Sidecar.beside(results).orElseThrow().inRounds()).isTrue();
    assertThat(Sidecar.beside(results).orElseThrow().gemmRate()).isEqualTo(105);

    sidecar("{\"run\":");
    assertThatThrownBy(() -> Sidecar.beside(results))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("x.y.env.json is not whole JSON");
  }

  private void sidecar(String content) throws IOException {
    Files.writeString(folder.resolve("x.y.env.json"), content);
  }

  private List<ResultRow> read(String content) throws IOException {
    return ResultsFile.read(Files.writeString(folder.resolve("x.json"), content));
  }
}
