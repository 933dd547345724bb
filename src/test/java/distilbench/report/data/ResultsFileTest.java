package distilbench.report.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.entry;

import distilbench.console.InvalidInputException;
import distilbench.storage.Sha256;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
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
  @ValueSource(strings = {"[\n{\"benchmark\": \"a.B", "[]\n]", "{\"a\": 1,\n", "[{}\n,"})
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
        .hasMessageContaining("is a folder; give a JMH result file");
    assertThatThrownBy(() -> ResultsFile.read(folder.resolve("x".repeat(300))))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("cannot be read: File name too long");
  }

  @Test
  void theSidecarTellsRoundsAndTheMachinesRate() throws IOException {
    Path results = folder.resolve("x.y.json");
    Files.writeString(results, "[{\"benchmark\": \"a\", \"primaryMetric\": {}}]");
    assertThat(RunFile.read(results).hasSidecar()).isFalse();

    sidecar("{}");
    assertThat(RunFile.read(results).inRounds()).isFalse();
    assertThat(RunFile.read(results).gemmRate(GemmPrecision.FP32)).isNaN();

    sidecar(
        """
        {"run": {"order": [[0, 1]]},
         "probes": [{"gflopsAll": 100.0}, {"gflopsAll": null}, {"gflopsAll": 110}]}
        """);
    assertThat(RunFile.read(results).inRounds()).isTrue();
    assertThat(RunFile.read(results).gemmRate(GemmPrecision.FP32)).isEqualTo(105);

    sidecar("{\"run\":");
    assertThatThrownBy(() -> RunFile.read(results))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("x.y.env.json is not whole JSON");
  }

  @ParameterizedTest
  @CsvSource({"its own, true", "another's, false", "none, true"})
  void aSidecarIsBelievedIfItIsAboutTheseResults(String digest, boolean believed)
      throws IOException {
    Path results = folder.resolve("x.y.json");
    byte[] content =
        "[{\"benchmark\": \"a\",\r\n\"primaryMetric\": {}}]\n".getBytes(StandardCharsets.UTF_8);
    Files.write(results, content);
    String own =
        Sha256.of(
            "[{\"benchmark\": \"a\",\n\"primaryMetric\": {}}]\n".getBytes(StandardCharsets.UTF_8));
    String digests =
        switch (digest) {
          case "its own" -> "\"resultsSha256\": [\"" + "0".repeat(64) + "\", \"" + own + "\"],";
          case "another's" -> "\"resultsSha256\": [\"" + "0".repeat(64) + "\"],";
          default -> "";
        };
    sidecar("{" + digests + " \"run\": {\"seed\": 7}, \"probes\": [{\"gflopsAll\": 100.0}]}");

    RunFile run = RunFile.read(results);

    assertThat(run.hasSidecar()).isEqualTo(believed);
    assertThat(run.strangersSidecar()).isEqualTo(!believed);
    assertThat(run.fact("run.seed").isPresent()).isEqualTo(believed);
    assertThat(run.gemmRates(GemmPrecision.FP32)).hasSize(believed ? 1 : 0);
  }

  /** Written by these versions of JMH, for one benchmark in three modes under its gc profiler. */
  @ParameterizedTest
  @ValueSource(strings = {"1.19", "1.23", "1.29", "1.33", "1.35", "1.36", "1.37"})
  void filesOfAllVersionsOfJmhReadAlike(String version) throws Exception {
    List<ResultRow> rows = ResultsFile.read(recorded("jmh-" + version));

    assertThat(rows).extracting(ResultRow::mode).containsExactly("thrpt", "sample", "ss");
    for (ResultRow row : rows) {
      assertThat(row.settings().get("jmhVersion").asText()).isEqualTo(version);
      assertThat(row.parameters()).containsExactly(entry("size", "10"));
      assertThat(row.benchmark()).isEqualTo("org.example.Joining.join");
      assertThat(row.threads()).isEqualTo(1);
      assertThat(row.forks()).isEqualTo(3);
      assertThat(row.primary().wholeScore()).isPositive();
      assertThat(row.secondary()).containsKeys("gc.alloc.rate", "gc.alloc.rate.norm");
    }
    assertThat(rows.get(1).secondary().keySet())
        .containsExactlyInAnyOrder("gc.alloc.rate", "gc.alloc.rate.norm", "p0.50");
    assertThat(rows.get(1).primary().samples()).isPositive();
  }

  /** A middle dot is one byte there or two, and half of one may be a letter. */
  @ParameterizedTest
  @ValueSource(
      strings = {"windows-1252", "windows-1251", "GBK", "Big5", "EUC-KR", "UTF-16", "US-ASCII"})
  void labelsReadAlikeInTheEncodingOfAnyMachine(String encoding) throws Exception {
    Path recorded = recorded("jmh-1.36");
    Path file = folder.resolve("x.json");
    Files.write(file, Files.readString(recorded).getBytes(encoding));

    List<ResultRow> rows = ResultsFile.read(file);

    assertThat(rows).hasSize(3);
    for (int i = 0; i < rows.size(); i++) {
      assertThat(rows.get(i).secondary().keySet())
          .isEqualTo(
              encoding.equals("US-ASCII") && i == 1
                  ? Set.of("gc.alloc.rate", "gc.alloc.rate.norm", "join?p0.50")
                  : ResultsFile.read(recorded).get(i).secondary().keySet());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\u00b7", "?", "+", "\ufffd", "\u2219 "})
  void aSignInFrontOfALabelIsNoPartOfIt(String sign) throws IOException {
    ResultRow row =
        read("[{\"benchmark\": \"a.B.c\", \"primaryMetric\": {\"score\": 1},"
                + " \"secondaryMetrics\": {\""
                + sign
                + "gc.count\": {\"score\": 3}}}]")
            .get(0);

    assertThat(row.metric("gc.count").orElseThrow().score()).isEqualTo(3);
  }

  @Test
  void aByteOrderMarkIsNoPartOfTheFile() throws IOException {
    assertThat(read("\ufeff[{\"benchmark\": \"a.B.c\", \"primaryMetric\": {\"score\": 1}}]"))
        .hasSize(1);
  }

  /**
   * As kotlinx-benchmark writes it off the JVM: no threads, settings of its own, numbers that JSON
   * does not know as bare words, {@code ops/sec}.
   */
  @Test
  void theFormatOfKotlinxBenchmarkReads() throws Exception {
    ResultRow row = ResultsFile.read(recorded("kotlinx-benchmark-native")).get(0);

    assertThat(row.threads()).isEqualTo(1);
    assertThat(row.forks()).isEqualTo(1);
    assertThat(row.primary().score()).isEqualTo(2140.301);
    assertThat(row.settings()).containsKey("nativeIterationMode");
    ScoreUnit unit = new ScoreUnit(row.primary().unit());
    assertThat(unit.better()).isEqualTo(ScoreUnit.Better.MORE);
    assertThat(unit.secondsPerOperation(2)).isEqualTo(0.5);
  }

  private static Path recorded(String name) throws URISyntaxException {
    String resource = "/distilbench/report/recorded/" + name + ".json";
    return Path.of(ResultsFileTest.class.getResource(resource).toURI());
  }

  @ParameterizedTest
  @CsvSource({
    "'\"NaN\"', NaN",
    "NaN, NaN",
    "'\"+INF\"', Infinity",
    "'\"-INF\"', -Infinity",
    "'\"1.5\"', 1.5",
    "null, NaN",
    "true, NaN",
    "'\"words\"', NaN",
    "{}, NaN",
    "-1.5, -1.5",
    "Infinity, Infinity"
  })
  void whatIsNoNumberIsNotKnown(String json, double number) throws IOException {
    Metric metric =
        read("[{\"benchmark\": \"a\", \"primaryMetric\": {\"score\": " + json + "}}]")
            .get(0)
            .primary();

    assertThat(metric.score()).isEqualTo(Double.valueOf(number));
  }

  @Test
  void whatIsMissingOrNullIsNothing() throws IOException {
    ResultRow row =
        read("""
                [{"benchmark": "a.B.c", "mode": null, "params": null, "secondaryMetrics": null, "primaryMetric":
                  {"score": 4, "scorePercentiles": null, "rawData": null, "rawDataHistogram": null}}]
                """)
            .get(0);

    assertThat(row.parameters()).isEmpty();
    assertThat(row.secondary()).isEmpty();
    assertThat(row.mode()).isEmpty();
    assertThat(row.threads()).isEqualTo(1);
    assertThat(row.forks()).isZero();
    assertThat(row.primary().forkFigures()).containsExactly(4);
  }

  @Test
  void threadsAndParametersMayBeOfAnotherType() throws IOException {
    ResultRow row =
        read("""
                [{"benchmark": "a.B.c", "threads": "4", "params": {"n": 8, "on": true, "l": [1]},
                  "primaryMetric": {"score": 4}}]
                """)
            .get(0);

    assertThat(row.threads()).isEqualTo(4);
    assertThat(row.parameters().values()).containsExactly("8", "true", "[1]");
  }

  @Test
  void aForkWithoutSamplesIsNotKnown() throws IOException {
    Metric metric =
        read("[{\"benchmark\": \"a\", \"primaryMetric\": {\"rawDataHistogram\": [[[]], [[[5, 1]]]]}}]")
            .get(0)
            .primary();

    assertThat(metric.forkMeans()).containsExactly(Double.NaN, 5);
    assertThat(metric.samples()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"primaryMetric\": 3",
        "\"primaryMetric\": {\"score\": 1, \"rawData\": [1, 2]}",
        "\"primaryMetric\": {\"score\": 1, \"rawData\": {\"a\": [1]}}",
        "\"primaryMetric\": {\"score\": 1, \"scorePercentiles\": [1]}",
        "\"primaryMetric\": {\"score\": 1, \"rawDataHistogram\": [[[1, 2]]]}",
        "\"primaryMetric\": {\"score\": 1, \"rawDataHistogram\": [[[[1, null]]]]}",
        "\"threads\": null, \"primaryMetric\": {\"score\": 1}",
        "\"threads\": \"many\", \"primaryMetric\": {\"score\": 1}",
        "\"params\": [\"x\"], \"primaryMetric\": {\"score\": 1}",
        "\"secondaryMetrics\": {\"a\": 3}, \"primaryMetric\": {\"score\": 1}"
      })
  void aFieldOfAnotherShapeIsRefused(String fields) {
    assertThatThrownBy(() -> read("[{\"benchmark\": \"a.B.c\", " + fields + "}]"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith(
            "x.json is no JMH result file; give the JSON file that a run has written (-rf json)");
  }

  @Test
  void nestingAndNumbersWithoutEndAreRefusedInOneLine() {
    for (String content : List.of("[".repeat(100_000), "[" + "1".repeat(5000) + "]")) {
      assertThatThrownBy(() -> read(content))
          .isInstanceOf(InvalidInputException.class)
          .hasMessageContaining("x.json is no JMH result file")
          .hasMessageNotContaining("\n");
    }
  }

  /** What JMH writes with -rf csv, scsv, text and latex, and what another tool makes of it. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Benchmark\",\"Mode\",\"Threads\",\"Samples\",\"Score\"\n\"a.B.c\",\"avgt\",1,3,2.5\n",
        "\"Benchmark\";\"Mode\";\"Threads\"\n",
        "Benchmark  Mode  Cnt   Score   Error  Units\nB.c        avgt    3  12.500 ± 0.1  us/op\n",
        "# JMH version: 1.37\n",
        "\\begin{tabular}{r|l}\n",
        "window.BENCHMARK_DATA = {\n",
        "<html>"
      })
  void anotherFormatIsNotCalledBrokenJson(String content) {
    assertThatThrownBy(() -> read(content))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageEndingWith(
            "x.json is no JSON; give the JSON file that a run writes with -rf json");
  }

  @Test
  void resultsMayComeThroughAPipe() throws Exception {
    Path pipe = folder.resolve("pipe");
    Process made = new ProcessBuilder("mkfifo", pipe.toString()).start();
    assertThat(made.waitFor()).isZero();
    Thread writer =
        new Thread(
            () -> {
              try {
                Files.writeString(pipe, "[{\"benchmark\": \"a\", \"primaryMetric\": {}}]");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    writer.start();

    assertThat(RunFile.read(pipe).rows()).hasSize(1);
    writer.join();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{|is not whole JSON",
        "[1]|does not describe a run; delete it or restore it",
        "{\"probes\": 3}|does not describe a run",
        "{\"machine\": [\"fast\"]}|does not describe a run"
      })
  void aBrokenFileAboutTheEnvironmentIsRefused(String content, String words) throws IOException {
    Files.writeString(folder.resolve("x.env.json"), content);

    assertThatThrownBy(() -> run("[{\"benchmark\": \"a\", \"primaryMetric\": {}}]"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("x.env.json " + words);
  }

  @Test
  void factsComeFromTheFileBeside() throws IOException {
    Files.writeString(
        folder.resolve("x.env.json"),
        """
        {"run": {"start": "now", "end": null}, "probes": [{"round": 1, "gflopsAll": 100.0},
         {"round": 1, "gflopsAll": 104}, {"round": 2, "gflopsAll": null}, {"round": 2, "gflopsAll":
         110, "gflops1": 60}, 7, {"round": [3], "gflopsAll": "fast"}]}
        """);

    RunFile run = run("[{\"benchmark\": \"a\", \"primaryMetric\": {}}]");

    assertThat(run.hasSidecar()).isTrue();
    assertThat(run.inRounds()).isFalse();
    assertThat(run.fact("run.start").orElseThrow().asText()).isEqualTo("now");
    assertThat(run.fact("run.end")).isEmpty();
    assertThat(run.fact("run.start.year")).isEmpty();
    assertThat(run.gemmRates(GemmPrecision.FP32)).containsExactly(100, 104, 110);
    assertThat(run.gemmRate(GemmPrecision.FP32)).isEqualTo(314 / 3.0);
    assertThat(run.gemmRateOfOneCore(GemmPrecision.FP32)).isEqualTo(60);
    assertThat(run.bestRates(GemmPrecision.FP32)).containsExactly(104, 110);
  }

  @Test
  void aNameTooLongForAFileBesideItHasNone() throws IOException {
    Path longest = folder.resolve("x".repeat(250) + ".json");
    Files.writeString(longest, "[{\"benchmark\": \"a\", \"primaryMetric\": {}}]");

    assertThat(RunFile.read(longest).hasSidecar()).isFalse();
  }

  private RunFile run(String content) throws IOException {
    return RunFile.read(Files.writeString(folder.resolve("x.json"), content));
  }

  private void sidecar(String content) throws IOException {
    Files.writeString(folder.resolve("x.y.env.json"), content);
  }

  private List<ResultRow> read(String content) throws IOException {
    return ResultsFile.read(Files.writeString(folder.resolve("x.json"), content));
  }
}
