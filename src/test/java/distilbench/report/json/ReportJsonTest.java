package distilbench.report.json;

import static distilbench.report.ResultFiles.facts;
import static distilbench.report.ResultFiles.holding;
import static distilbench.report.ResultFiles.in;
import static distilbench.report.ResultFiles.load;
import static distilbench.report.ResultFiles.metric;
import static distilbench.report.ResultFiles.padded;
import static distilbench.report.ResultFiles.pass;
import static distilbench.report.ResultFiles.probedInInt8;
import static distilbench.report.ResultFiles.result;
import static distilbench.report.ResultFiles.with;
import static distilbench.report.ResultFiles.write;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.report.choice.LatencyLimit;
import distilbench.report.choice.Limits;
import distilbench.report.choice.MemoryLimit;
import distilbench.report.data.RunFile;
import distilbench.report.fleet.Prices;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The JSON holds what tables say and what charts need, each figure with its forks. */
class ReportJsonTest {
  private static final double[] SECONDS = {10.0, 10.2, 9.8};
  private static final double[] FASTER = {8.0, 8.2, 7.9};

  private static final Limits LIMITS =
      new Limits(Optional.of(MemoryLimit.of("1GiB")), Optional.of(LatencyLimit.of("1s")));

  @TempDir private Path folder;

  private static ObjectNode report(Path... files) {
    List<RunFile> runs = Arrays.stream(files).map(RunFile::read).toList();
    return new ReportJson(runs, List.of(), Optional.of(LIMITS), Prices.NONE).json();
  }

  private ObjectNode report(JsonNode facts, JsonNode... rows) {
    return report(write(folder, "x", facts, rows));
  }

  private static Path fixture(String name) throws URISyntaxException {
    String resource = "/distilbench/report/" + name + ".json";
    return Path.of(ReportJsonTest.class.getResource(resource).toURI());
  }

  private static List<String> texts(JsonNode array, String pointer) {
    return StreamSupport.stream(array.spliterator(), false)
        .map(one -> one.at(pointer).asText())
        .toList();
  }

  // ---- Tables -----------------------------------------------------------------------------------

  /** Every cell of a table stands in the text in the same order. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "wide",
        "narrow",
        "narrowed",
        "nan",
        "no-memory",
        "one-fork",
        "single",
        "numbered",
        "several",
        "foreign",
        "processes",
        "disturbed"
      })
  void tablesSayWhatTheTextSays(String name) throws Exception {
    String text = Files.readString(Path.of(fixture(name).toString().replace(".json", ".txt")));
    List<String> lines = text.lines().map(line -> line.replaceAll("\\[ +", "[")).toList();

    JsonNode tables = report(fixture(name)).at("/runs/0/tables");

    assertThat(tables).isNotEmpty();
    for (JsonNode table : tables) {
      int rows = table.at("/columns/0/cells").size();
      for (int row = 0; row < rows; row++) {
        List<String> cells = new ArrayList<>();
        for (JsonNode column : table.path("columns")) {
          String cell = column.at("/cells/" + row + "/text").asText();
          // Where the text would be too wide, it leaves out intervals and titles.
          boolean wide = column.path("head").asText().equals("texts/s");
          if (!cell.isEmpty() && (column.path("numeric").asBoolean() || cell.equals("*"))) {
            cells.add(wide ? cell.replaceAll(" \\[.*", "") : cell);
          }
        }
        boolean numbered = name.equals("numbered");
        assertThat(lines)
            .as("row %d: %s", row, cells)
            .anyMatch(line -> numbered || inOrder(cells, line.replaceAll(" +", " ")));
      }
      for (String key : List.of("conclusions", "notes")) {
        for (JsonNode said : table.path(key)) {
          assertThat(text.replaceAll("\\s+", " ")).contains(said.asText());
        }
      }
    }
  }

  private static boolean inOrder(List<String> parts, String line) {
    int at = 0;
    for (String part : parts) {
      int found = line.indexOf(part, at);
      if (found < 0) {
        return false;
      }
      at = found + part.length();
    }
    return true;
  }

  @Test
  void aCellHasTheFigureBehindItsText() throws Exception {
    JsonNode column = report(fixture("wide")).at("/runs/0/tables/0/columns/2");

    assertThat(column.path("head").asText()).isEqualTo("s per 1000 texts");
    assertThat(column.path("numeric").asBoolean()).isTrue();
    JsonNode cell = column.at("/cells/0");
    assertThat(cell.path("text").asText()).isEqualTo("37.4 [36.3, 38.6]");
    assertThat(cell.path("value").asDouble()).isBetween(37.35, 37.45);
    assertThat(cell.path("low").asDouble()).isBetween(36.25, 36.35);
    assertThat(cell.path("forks")).hasSize(5);
  }

  // ---- Rows -------------------------------------------------------------------------------------

  @Test
  void aRowHasItsTimesRatesAndRatios() {
    JsonNode report =
        report(
            facts("Example CPU 9000", 200, 200, 200),
            holding(pass("SINGLE", SECONDS), 500, 500, 512),
            holding(pass("SERVER", FASTER), 600, 600, 600));
    JsonNode row = report.at("/runs/0/groups/0/rows/1");

    assertThat(row.at("/time/value").asDouble()).isEqualTo(4 * 8.0323, within(1e-3));
    assertThat(row.at("/time/forks/1").asDouble()).isEqualTo(4 * 8.2, within(1e-9));
    assertThat(row.at("/rate/forks/1").asDouble()).isEqualTo(250 / 8.2, within(1e-9));
    assertThat(row.at("/rate/low").asDouble())
        .isEqualTo(1000 / row.at("/time/high").asDouble(), within(1e-9));
    assertThat(row.at("/normalisedRate/value").asDouble())
        .isEqualTo(row.at("/rate/value").asDouble() / 2, within(1e-9));
    assertThat(row.at("/normalisedRate/forks/1").asDouble()).isEqualTo(250 / 8.2 / 2, within(1e-9));
    assertThat(row.at("/ratioToSingle/text").asText()).isEqualTo("0.80 [0.77, 0.84]");
    assertThat(row.at("/score/unit").asText()).isEqualTo("s/op");
    assertThat(row.at("/name/head").asText()).isEqualTo("SERVER");
    assertThat(row.path("compared").asBoolean()).isTrue();
    assertThat(row.path("forkCount").asInt()).isEqualTo(3);
    // The real tokens' FLOPs of 250 texts in 8 s, of 200 GFLOP/s.
    assertThat(row.path("gemmShare").asDouble()).isBetween(0.7, 0.9);
  }

  /** As fast as float32 on a machine that multiplies integers four times as fast is little. */
  @Test
  void aRowIsRelatedToTheRateOfItsOwnPrecision() {
    ObjectNode facts = probedInInt8(facts("any", 200, 200, 200), 800, 800, 800);
    JsonNode run =
        report(facts, pass("SINGLE", SECONDS), with(pass("SINGLE", SECONDS), "precision", "INT8"))
            .at("/runs/0");
    JsonNode floats = run.at("/groups/0/rows/0");
    JsonNode integers = run.at("/groups/0/rows/1");

    assertThat(integers.path("gemmShare").asDouble())
        .isEqualTo(floats.path("gemmShare").asDouble() / 4, within(1e-9));
    assertThat(integers.at("/rate/value")).isEqualTo(floats.at("/rate/value"));
    assertThat(integers.at("/normalisedRate/value").asDouble())
        .isEqualTo(floats.at("/normalisedRate/value").asDouble() / 4, within(1e-9));
    assertThat(run.at("/gemm/all").asDouble()).isEqualTo(200);
    assertThat(run.at("/gemm/int8All").asDouble()).isEqualTo(800);
    assertThat(run.at("/gemm/text").asText()).isEqualTo("200 GFLOP/s, 800 GFLOP/s in INT8");
  }

  @ParameterizedTest
  @ValueSource(strings = {"INT8", "INT4"})
  void aPrecisionThatWasNotProbedHasNoShare(String precision) {
    ObjectNode row = with(pass("SINGLE", SECONDS), "precision", precision);

    JsonNode shown = report(facts("any", 200, 200, 200), row).at("/runs/0/groups/0/rows/0");

    assertThat(shown.get("gemmShare").isNull()).isTrue();
    assertThat(shown.has("normalisedRate")).isFalse();
    assertThat(shown.at("/rate/value").asDouble()).isPositive();
  }

  @Test
  void paddingIsAShareOfWhatIsComputed() {
    JsonNode rows =
        report(facts(), padded(pass("SINGLE", SECONDS), 1.25), pass("THREADS", SECONDS))
            .at("/runs/0/groups/0/rows");

    assertThat(rows.at("/0/padding").asDouble()).isEqualTo(0.2, within(1e-9));
    assertThat(rows.at("/1").get("padding").isNull()).isTrue();
  }

  @Test
  void ofUnknownOperationsThereIsNoShare() {
    ObjectNode unknown =
        with(
            pass("SINGLE", SECONDS),
            row ->
                row.withObject("/secondaryMetrics")
                    .set(
                        "work.model_gflop",
                        metric("GFLOP/op", Double.NaN, Double.NaN, Double.NaN)));

    JsonNode row = report(facts("any", 200, 200, 200), unknown).at("/runs/0/groups/0/rows/0");

    assertThat(row.get("gemmShare").isNull()).isTrue();
    assertThat(row.at("/normalisedRate/value").asDouble()).isPositive();
  }

  @Test
  void memoryIsTheMeanOverForksInTableMetricAndScaling() {
    ObjectNode small =
        with(holding(pass("SHARED_MAPPED", SECONDS), 500, 500, 512), "processes", "1");
    JsonNode run = report(null, small, with(small.deepCopy(), "processes", "2")).at("/runs/0");
    double mean = Math.cbrt(500.0 * 500 * 512);

    JsonNode metric = run.at("/groups/0/rows/0/metrics/mem.tree.pss.peak");
    assertThat(metric.path("value").asDouble()).isEqualTo(mean, within(1e-9));
    assertThat(metric.path("low").asDouble()).isLessThan(mean);
    assertThat(metric.path("unit").asText()).isEqualTo("MiB");
    JsonNode column =
        StreamSupport.stream(run.at("/tables/0/columns").spliterator(), false)
            .filter(one -> one.path("head").asText().equals("PSS, MiB"))
            .findFirst()
            .orElseThrow();
    assertThat(column.at("/cells/0/value").asDouble()).isEqualTo(mean, within(1e-9));
    assertThat(column.at("/cells/0/text").asText()).startsWith("504");
    assertThat(run.at("/groups/0/scaling/0/series/0/points/1/pss/value").asDouble())
        .isEqualTo(mean, within(1e-9));
  }

  @Test
  void whatAForkLacksIsNull() throws Exception {
    JsonNode group = report(fixture("nan")).at("/runs/0/groups/0");

    JsonNode shared = group.at("/rows/1");
    assertThat(shared.at("/name/head").asText()).isEqualTo("SHARED_PREPACKED");
    assertThat(shared.at("/metrics/mem.tree.pss.peak/value").isNull()).isTrue();
    assertThat(shared.at("/metrics/mem.tree.pss.peak/text").asText()).isEqualTo("NaN");
    assertThat(shared.path("compared").asBoolean()).isFalse();
    assertThat(group.at("/rows/2/time/value").isNull()).isTrue();
  }

  @Test
  void percentilesAreTheFilesAndFewSamplesAreSeen() {
    JsonNode group = report(null, calls("SINGLE", 200), calls("SERVER", 20)).at("/runs/0/groups/0");

    assertThat(group.path("kind").asText()).isEqualTo("latency");
    assertThat(texts(group.path("rows"), "/samples")).containsExactly("600", "60");
    assertThat(texts(group.at("/rows/0/percentiles"), "/name"))
        .containsExactly("p50", "p95", "p99", "max");
    assertThat(texts(group.at("/rows/0/percentiles"), "/text"))
        .containsExactly("0.100", "0.190", "0.198", "0.200");
    // 3 x 200 samples leave 6 beyond p99, 3 x 20 leave 3 beyond p95.
    assertThat(texts(group.at("/rows/0/percentiles"), "/thin"))
        .containsExactly("false", "false", "false", "false");
    assertThat(texts(group.at("/rows/1/percentiles"), "/thin"))
        .containsExactly("false", "true", "true", "false");
  }

  /** Sampled calls of 1, 2, 3, ... ms in each of three forks. */
  private static ObjectNode calls(String deployment, int samples) {
    ObjectNode row = with(in(result(samples / 2e3), "sample", "s/op"), "deployment", deployment);
    ObjectNode score = row.withObject("/primaryMetric");
    score.remove("rawData");
    ObjectNode percentiles = score.putObject("scorePercentiles");
    for (int percent : new int[] {0, 50, 95, 99, 100}) {
      percentiles.put(percent + ".0", samples * percent / 100.0 / 1e3);
    }
    ArrayNode forks = score.putArray("rawDataHistogram");
    for (int fork = 0; fork < 3; fork++) {
      ArrayNode histogram = forks.addArray().addArray();
      for (int i = 1; i <= samples; i++) {
        histogram.addArray().add(i / 1e3).add(1);
      }
    }
    return row;
  }

  @Test
  void callsInDifferentUnitsAreDifferentGroupsAndScoresComeLast() {
    JsonNode groups =
        report(
                null,
                result(1.0),
                calls("SINGLE", 20),
                in(calls("SERVER", 20), "sample", "ms/op"),
                in(result(2.0), "thrpt", "ops/s"),
                pass("SINGLE", SECONDS))
            .at("/runs/0/groups");

    assertThat(texts(groups, "/kind"))
        .containsExactly("latency", "latency", "deployments", "scores", "scores");
    assertThat(texts(groups, "/unit")).containsExactly("s/op", "ms/op", "s/op", "us/op", "ops/s");
    assertThat(texts(groups, "/table")).containsExactly("1", "1", "0", "1", "1");
    assertThat(texts(groups, "/class"))
        .containsExactly("Sort", "Sort", "CorpusPass", "Sort", "Sort");
  }

  /** Other tools' modes have other names, and a rate is one in any mode. */
  @ParameterizedTest
  @CsvSource({"avgt, ops/s, more", "thrpt, us/op, less", "thrpt, ops/sec, more", "ss, B/op, null"})
  void theUnitDecidesWhatIsBetter(String mode, String unit, String better) {
    JsonNode group = report(null, in(result(1.0), mode, unit)).at("/runs/0/groups/0");

    assertThat(group.path("better").asText()).isEqualTo(better);
  }

  @Test
  void aScoreOutsideTheIntervalOfItsForksHasNone() {
    double[] forks = new double[20];
    Arrays.fill(forks, 0, 10, 1.0);
    Arrays.fill(forks, 10, 20, 20.0);

    JsonNode score = report(null, result(forks)).at("/runs/0/groups/0/rows/0/score");

    assertThat(score.path("text").asText()).isEqualTo("10.5");
    assertThat(score.path("low").isNull()).isTrue();
    assertThat(score.path("forks")).hasSize(20);
  }

  @Test
  void namesAreShortenedWhereRowsStillDiffer() {
    String path = "/srv/data/kaggle/wine-reviews/2017-11/";
    JsonNode told =
        report(
                null,
                with(result(1.0), "corpus", path + "winemag-data.csv"),
                with(result(1.0), "corpus", path + "other.csv"))
            .at("/runs/0/groups/0/rows");
    JsonNode alike =
        report(
                null,
                with(result(1.0), "corpus", "/one" + path + "x.csv"),
                with(result(1.0), "corpus", "/two" + path + "x.csv"))
            .at("/runs/0/groups/0/rows");

    assertThat(texts(told, "/name/head"))
        .containsExactly("corpus=...7-11/winemag-data.csv", "corpus=...ews/2017-11/other.csv");
    assertThat(texts(alike, "/name/head"))
        .containsExactly("corpus=/one" + path + "x.csv", "corpus=/two" + path + "x.csv");
  }

  @Test
  void whatAllRowsHaveInCommonIsTheSubject() throws Exception {
    assertThat(report(fixture("wide")).at("/runs/0/groups/0/subject").asText())
        .startsWith("CorpusPass.pass (ss), 5 forks, ")
        .contains("texts=250");
    ObjectNode one = with(result(1.0), row -> row.put("threads", 4));
    assertThat(report(null, one).at("/runs/0/groups/0/subject").asText())
        .isEqualTo("Sort.sort (avgt), 1 fork, 4 threads");
  }

  @Test
  void onTheFrontIsWhatNoOtherRowBeats() throws Exception {
    JsonNode rows = report(fixture("wide")).at("/runs/0/groups/0/rows");
    List<String> front = new ArrayList<>();
    List<String> compared = new ArrayList<>();
    for (JsonNode row : rows) {
      String name = row.path("deployment").asText();
      if (row.path("front").asBoolean()) {
        front.add(name);
      }
      if (row.path("compared").asBoolean()) {
        compared.add(name);
      }
    }
    assertThat(front).containsExactly("SINGLE", "THREADS", "SHARED_PREPACKED");
    assertThat(compared).hasSize(8).doesNotContain("CONTROL");
  }

  // ---- Over a number ----------------------------------------------------------------------------

  private static ObjectNode shared(int processes, double workersPss) {
    ObjectNode row = holding(pass("SHARED_PREPACKED", SECONDS), 500, 501, 502);
    row.withObject("/secondaryMetrics")
        .set("mem.workers.pss.mean", metric("MiB", workersPss, workersPss, workersPss));
    return with(row, "processes", "" + processes);
  }

  @Test
  void whatWorkersShareAndHaveIsALine() {
    JsonNode report =
        report(
            null,
            shared(4, 260 + 4 * 34),
            shared(1, 260 + 34),
            shared(2, 260 + 2 * 34),
            with(pass("CONTROL", 250, Double.NaN, SECONDS), "processes", "1"));
    JsonNode scaling = report.at("/runs/0/groups/0/scaling/0");

    assertThat(scaling.path("parameter").asText()).isEqualTo("processes");
    assertThat(scaling.path("run").asInt(-1)).isZero();
    assertThat(scaling.path("problem").isNull()).isTrue();
    assertThat(texts(scaling.path("series"), "/name")).containsExactly("SHARED_PREPACKED");
    assertThat(texts(scaling.at("/series/0/points"), "/number")).containsExactly("1", "2", "4");
    assertThat(scaling.at("/series/0/points/0/workersPss/text").asText())
        .isEqualTo("294 [294, 294]");
    JsonNode model = scaling.at("/series/0/memoryModel");
    assertThat(model.path("formula").asText()).isEqualTo("260 + 34.0 N MiB");
    assertThat(model.path("shared").asDouble()).isEqualTo(260, within(1e-9));
    assertThat(model.path("each").asDouble()).isEqualTo(34, within(1e-9));
    assertThat(report.at("/runs/0/tables/0/conclusions").toString())
        .contains(model.path("text").asText());
    assertThat(report.at("/runs/0/groups/0/scaling/1/series")).isEmpty();
  }

  @Test
  void rowsThatAreAlikeMakeNoLine() {
    ObjectNode row = shared(1, 300);
    JsonNode scaling = report(null, row, row, shared(2, 330)).at("/runs/0/groups/0/scaling/0");

    assertThat(scaling.path("series")).isEmpty();
    assertThat(scaling.path("problem").asText())
        .isEqualTo("SHARED_PREPACKED was measured twice with the same number of processes");
  }

  private Path threads(int threads, JsonNode facts) {
    ObjectNode row = in(pass("SERVER", 1.0, 1.1, 1.2), "thrpt", "ops/s");
    row.put("benchmark", "distilbench.benchmark.ClosedLoop.call").put("threads", threads);
    return write(folder, "t" + threads, facts, row);
  }

  @Test
  void runsOfOneMachineMakeOneLineOverThreads() {
    JsonNode report = report(threads(1, facts()), threads(4, facts()), threads(2, facts()));

    assertThat(report.path("overThreads")).hasSize(1);
    JsonNode scaling = report.at("/overThreads/0");
    assertThat(scaling.path("label").asText()).isEmpty();
    assertThat(scaling.path("run").isNull()).isTrue();
    assertThat(texts(scaling.at("/series/0/points"), "/number")).containsExactly("1", "2", "4");
    assertThat(scaling.path("subject").asText())
        .isEqualTo("ClosedLoop.call (thrpt), 3 forks, model=builtin, corpus=builtin, texts=250");
  }

  @Test
  void runsOfDifferentMachinesMakeNone() {
    JsonNode report = report(threads(1, facts()), threads(2, facts("Another CPU", 150, 151, 149)));

    assertThat(texts(report.path("overThreads"), "/label")).containsExactly("t1", "t2");
    assertThat(texts(report.path("overThreads"), "/machine"))
        .containsExactly("Example CPU 9000, 2 cores", "Another CPU, 2 cores");
    assertThat(report.at("/overThreads/0/series")).isEmpty();
  }

  // ---- Several runs -----------------------------------------------------------------------------

  @Test
  void commonRowsStandSideBySide() {
    ObjectNode control = pass("CONTROL", 250, Double.NaN, SECONDS);
    Path one =
        write(folder, "one", facts(), pass("SINGLE", SECONDS), pass("SERVER", FASTER), control);
    Path two =
        write(
            folder,
            "two",
            facts("Another CPU", 75, 75, 75),
            control,
            pass("SERVER", SECONDS),
            pass("THREADS", SECONDS));
    Path three = write(folder, "three", null, pass("SINGLE", FASTER));

    JsonNode report = report(one, two, three);

    assertThat(report.path("sideBySide")).hasSize(1);
    JsonNode common = report.at("/sideBySide/0");
    assertThat(texts(common.path("names"), "/head")).containsExactly("SINGLE", "SERVER");
    assertThat(common.at("/rows/0/1").isNull()).isTrue();
    assertThat(common.at("/rows/1/2").isNull()).isTrue();
    assertThat(common.at("/rows/0/0/normalisedRate/value").asDouble()).isPositive();
    assertThat(common.at("/rows/0/2").has("normalisedRate")).isFalse();
    assertThat(common.path("oneMachine").asBoolean()).isFalse();
    assertThat(common.path("subject").asText())
        .isEqualTo("CorpusPass.pass (ss), 3 forks, model=builtin, corpus=builtin, texts=250");
    assertThat(texts(report.path("runs"), "/label"))
        .containsExactly("Example CPU 9000, 2 cores", "Another CPU, 2 cores", "three");
    assertThat(report.path("title").asText()).isEqualTo("Benchmark results: one, two, three");
  }

  @Test
  void nothingStandsBesideOneRunOrWithoutACommonRow() {
    Path one = write(folder, "one", null, pass("SINGLE", SECONDS));
    Path two = write(folder, "two", null, pass("SINGLE", 50, 3000, SECONDS));

    assertThat(report(one).path("sideBySide")).isEmpty();
    assertThat(report(one, two).path("sideBySide")).isEmpty();
  }

  @Test
  void aParameterThatOneFileLacksHasItsDefault() {
    Path older = write(folder, "older", null, pass("SINGLE", SECONDS));
    Path newer = write(folder, "newer", null, with(pass("SINGLE", SECONDS), "batchSize", "1"));

    assertThat(report(older, newer).at("/sideBySide/0/rows/0/1").isObject()).isTrue();
  }

  @ParameterizedTest
  @CsvSource({
    "a b, a/x b/x",
    "a/runs b/runs, a/.../x b/.../x",
    "a/runs/1 b/runs/1 b/runs/2, a/.../x WHOLE 2/x"
  })
  void filesOfOneNameAreToldApartByTheirFolders(String folders, String names) throws IOException {
    List<Path> files = new ArrayList<>();
    List<String> expected = new ArrayList<>();
    for (String name : folders.split(" ")) {
      Path where = Files.createDirectories(folder.resolve(name));
      files.add(write(where, "x", null, result(1.0)));
      String told = names.split(" ")[expected.size()];
      expected.add(told.equals("WHOLE") ? where.resolve("x").toString() : told);
    }

    assertThat(texts(report(files.toArray(Path[]::new)).path("runs"), "/name")).isEqualTo(expected);
  }

  @Test
  void runsOfAlikeMachinesHaveTheirFilesNamesToo() {
    Path one = write(folder, "one", facts(), result(1.0));
    Path two = write(folder, "two", facts(), result(1.0));

    assertThat(texts(report(one, two).path("runs"), "/label"))
        .containsExactly("one, Example CPU 9000, 2 cores", "two, Example CPU 9000, 2 cores");
  }

  // ---- Verdicts and facts -----------------------------------------------------------------------

  @Test
  void verdictsStandWithTheirReasonsAndRowsAlikeInOneLine() throws Exception {
    JsonNode run = report(fixture("disturbed")).at("/runs/0");

    assertThat(run.at("/verdict/time/status").asText()).isEqualTo("invalid");
    assertThat(run.path("doubts").asText())
        .isEqualTo("By the run's own verdict: time invalid, memory invalid");
    assertThat(run.at("/verdictLines/0/what").asText()).isEqualTo("Time");
    assertThat(run.at("/verdictLines/0/judgement")).isEqualTo(run.at("/verdict/time"));
    assertThat(run.at("/verdictLines/1/what").asText()).isEqualTo("Memory");
    assertThat(texts(run.path("verdictLines"), "/judgement").toString()).isNotEmpty();
    JsonNode bare = report(null, result(1.0, 1.1, 1.2), with(result(1.0), "n", "2")).at("/runs/0");
    assertThat(bare.path("doubts").isNull()).isTrue();
    assertThat(texts(bare.path("verdictLines"), "/what"))
        .contains("Sort.sort, n=2, memory", "Sort.sort, time", "n=2, time");
  }

  @Test
  void unknownFactsSayWhy() {
    ObjectNode facts = facts();
    facts.withObject("/machine/product").putObject("whyNull").put("vendor", "no firmware");
    Map<String, String> told = new TreeMap<>();
    for (JsonNode fact : report(facts, result(1.0)).at("/runs/0/facts")) {
      told.put(fact.path("name").asText(), fact.path("text").asText());
    }
    Map<String, String> nothing = new TreeMap<>();
    for (JsonNode fact : report(null, result(1.0)).at("/runs/0/facts")) {
      nothing.put(fact.path("name").asText(), fact.path("text").asText());
    }

    assertThat(told)
        .containsEntry("CPU", "Example CPU 9000")
        .containsEntry("machine", "unknown: no firmware")
        .containsEntry("matrix multiply, GFLOP/s", "150 on all cores")
        .containsEntry("RAM, GiB", "16.0")
        .containsEntry("arguments", "-f 3");
    assertThat(nothing.keySet()).isEqualTo(told.keySet());
    assertThat(nothing.values()).containsOnly("unknown");
  }

  // ---- What files may hold ----------------------------------------------------------------------

  @Test
  void noTextOutOfAFileHoldsControlCharacters() {
    String evil = "\u001b[2J\u0007\u202e\u2028a\nb";
    ObjectNode row = with(holding(pass("SINGLE", SECONDS), 1, 2, 3), evil, evil);
    row.withObject("/secondaryMetrics").set("gc" + evil, metric(evil, 1, 2, 3));
    ObjectNode other = with(in(result(1.0), "m" + evil, evil), evil, evil + evil);
    other.put("benchmark", "org." + evil + ".run");
    ObjectNode facts = facts(evil, 1, 2, 3);
    facts.withObject("/run").put("start", evil).putArray("commandLine").add(evil);
    facts.withObject("/machine/product").putObject("whyNull").put("vendor", evil);
    facts.putArray("inputs").addObject().put("modelSha256", evil);
    Path file = write(folder, "x", facts, row, other);

    ObjectNode report =
        new ReportJson(List.of(RunFile.read(file)), List.of(evil), Optional.empty(), Prices.NONE)
            .json();

    assertClean(report);
    assertThat(report.toString()).contains("[2J");
  }

  private static void assertClean(JsonNode node) {
    if (node.isTextual()) {
      assertThat(node.asText()).matches("[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]*");
    }
    node.fieldNames()
        .forEachRemaining(name -> assertThat(name).matches("[^\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]*"));
    node.forEach(ReportJsonTest::assertClean);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"\"+INF\"", "\"-INF\"", "\"NaN\"", "0", "-1.5", "null", "\"words\"", "true"})
  void oddFiguresBreakNothing(String odd) throws IOException {
    JsonNode value = new ObjectMapper().readTree(odd);
    ObjectNode row = holding(pass("SINGLE", SECONDS), 1, 2, 3);
    row.withObject("/primaryMetric").set("score", value);
    row.path("secondaryMetrics")
        .forEach(
            metric -> {
              ((ObjectNode) metric).set("score", value);
              ((ArrayNode) metric.at("/rawData/0")).removeAll().add(value);
            });
    ObjectNode sampled = calls("SINGLE", 20);
    sampled.withObject("/primaryMetric/scorePercentiles").set("50.0", value);
    ObjectNode facts = facts();
    ((ObjectNode) facts.at("/probes/0")).set("gflopsAll", value);
    facts.withObject("/machine/memory").set("ramBytes", value);

    ObjectNode report = report(facts, row, pass("SERVER", FASTER), sampled);

    assertThat(report.at("/runs/0/groups/0/rows")).hasSize(2);
    assertThat(report.toString()).doesNotContain(":NaN", ":Infinity", ":\"NaN\",\"low\"");
  }

  @Test
  void manyRowsTakeNoTime() {
    JsonNode[] rows = new JsonNode[500];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = with(holding(pass("SINGLE", SECONDS), 500, 501, 502 + i), "batchSize", "" + i);
    }
    long begun = System.nanoTime();

    assertThat(report(facts(), rows).at("/runs/0/groups/0/rows")).hasSize(500);

    assertThat((System.nanoTime() - begun) / 1e9).isLessThan(30);
  }

  @Test
  void howSmallADifferenceTheRunShowsIsTold() {
    JsonNode resolution =
        report(
                facts(),
                pass("SINGLE", SECONDS),
                with(pass("SINGLE", SECONDS), "twin", "yes"),
                pass("SERVER", FASTER))
            .at("/runs/0/resolution");

    assertThat(resolution.at("/smallestDifferences/0/ratio").asDouble()).isBetween(1.01, 1.2);
    assertThat(resolution.at("/smallestDifferences/0/rows").asInt()).isEqualTo(3);
    assertThat(resolution.at("/smallestDifferences/0/power").asDouble()).isEqualTo(0.8);
    assertThat(resolution.at("/twins/0/value").asDouble()).isEqualTo(1, within(1e-12));
    assertThat(texts(resolution.path("sentences"), ""))
        .satisfiesExactly(
            smallest -> assertThat(smallest).startsWith("Smallest difference"),
            twins -> assertThat(twins).startsWith("Twins: "));
  }

  // ---- The schema -------------------------------------------------------------------------------

  /** Which object stands where: names of the page's sections by the end of a path. */
  private static final Map<String, String> KINDS =
      Map.ofEntries(
          Map.entry("", "REPORT"),
          Map.entry("runs", "RUN"),
          Map.entry("gemm", "GEMM"),
          Map.entry("verdict", "VERDICT"),
          Map.entry("time.judged", "JUDGEMENT"),
          Map.entry("memory.judged", "JUDGEMENT"),
          Map.entry("judgement", "JUDGEMENT"),
          Map.entry("reasons", "REASON"),
          Map.entry("verdictLines", "LINE"),
          Map.entry("resolution", "RESOLUTION"),
          Map.entry("smallestDifferences", "SMALLEST"),
          Map.entry("twins", "FIGURE"),
          Map.entry("facts", "FACT"),
          Map.entry("tables", "TABLE"),
          Map.entry("fleet", "TABLE"),
          Map.entry("columns", "COLUMN"),
          Map.entry("cells", "CELL"),
          Map.entry("groups", "GROUP"),
          Map.entry("rows", "ROW"),
          Map.entry("name", "NAME"),
          Map.entry("names", "NAME"),
          Map.entry("score", "FIGURE"),
          Map.entry("time", "FIGURE"),
          Map.entry("rate", "FIGURE"),
          Map.entry("normalisedRate", "FIGURE"),
          Map.entry("ratioToSingle", "FIGURE"),
          Map.entry("metrics", "FIGURE"),
          Map.entry("pss", "FIGURE"),
          Map.entry("workersPss", "FIGURE"),
          Map.entry("percentiles", "PERCENTILE"),
          Map.entry("scaling", "SCALING"),
          Map.entry("overThreads", "SCALING"),
          Map.entry("series", "SERIES"),
          Map.entry("points", "POINT"),
          Map.entry("memoryModel", "MODEL"),
          Map.entry("sideBySide", "COMMON"),
          Map.entry("choice", "CHOICE"),
          Map.entry("limits", "LIMITS"),
          Map.entry("candidates", "CANDIDATE"),
          Map.entry("memory", "FIGURE"),
          Map.entry("timeRatio", "FIGURE"),
          Map.entry("memoryRatio", "FIGURE"),
          Map.entry("p99", "FIGURE"));

  @Test
  void thePageDocumentsEveryKeyAndNoOther() throws Exception {
    Path one = write(folder, "one", facts(), shared(1, 300), shared(2, 330), shared(4, 400));
    ObjectNode described = facts();
    described.putObject("forks").putObject("environment").put("ORT_DISABLE_TELEMETRY", "1");
    ObjectNode sampled = calls("SINGLE", 20);
    sampled.put("benchmark", "distilbench.benchmark.ClosedLoop.call");
    ObjectNode single = holding(pass("SINGLE", SECONDS), 500, 501, 502);
    Path two = write(folder, "two", described, shared(1, 300), single, sampled);
    Map<String, Set<String>> found = new TreeMap<>();
    collect(report(one, two), "", found);
    collect(report(fixture("wide")), "", found);

    assertThat(found).isEqualTo(documented());
  }

  private static void collect(JsonNode node, String where, Map<String, Set<String>> found) {
    if (node.isArray()) {
      node.forEach(one -> collect(one, where, found));
    } else if (node.isObject()) {
      boolean free = where.equals("parameters") || where.equals("metrics.all");
      if (!free) {
        assertThat(KINDS).containsKey(where);
        Set<String> keys = found.computeIfAbsent(KINDS.get(where), any -> new TreeSet<>());
        node.fieldNames().forEachRemaining(keys::add);
      }
      node.fields()
          .forEachRemaining(
              field -> {
                String key = field.getKey();
                String child =
                    where.equals("metrics.all")
                        ? "metrics"
                        : where.equals("verdict")
                            ? key + ".judged"
                            : key.equals("metrics") ? "metrics.all" : key;
                collect(field.getValue(), child, found);
              });
    }
  }

  private static Map<String, Set<String>> documented() throws IOException {
    Map<String, Set<String>> keys = new TreeMap<>();
    Pattern key = Pattern.compile("\\| `(\\w+)` \\|.*");
    String section = "";
    for (String line : Files.readAllLines(Path.of("src/site/markdown/report-json.md"))) {
      Matcher found = key.matcher(line);
      if (line.startsWith("### ")) {
        section = line.substring(4);
        keys.put(section, new TreeSet<>());
      } else if (found.matches()) {
        keys.get(section).add(found.group(1));
      }
    }
    return keys;
  }

  @Test
  void callsThatArriveAreAGroupOfTheirOwn() {
    ObjectNode report =
        report(facts(), pass("SINGLE", SECONDS), load("SINGLE", 100, 101, 102), result(1, 2, 3));

    JsonNode groups = report.at("/runs/0/groups");
    assertThat(texts(groups, "/kind")).containsExactly("deployments", "load", "scores");
    assertThat(groups.at("/1/table").asInt()).isEqualTo(2);
    assertThat(report.at("/runs/0/tables/2/title").asText()).startsWith("Latency");
    assertThat(texts(groups.at("/1/rows/0/percentiles"), "/name"))
        .containsExactly("p50", "p90", "p99", "max");
    assertThat(groups.at("/1/rows/0/percentiles/2/value").asDouble()).isCloseTo(101, within(0.1));
    assertThat(groups.at("/1/rows/0").has("time")).isFalse();
  }
}
