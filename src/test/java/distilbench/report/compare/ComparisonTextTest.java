package distilbench.report.compare;

import static distilbench.report.ResultFiles.facts;
import static distilbench.report.ResultFiles.holding;
import static distilbench.report.ResultFiles.in;
import static distilbench.report.ResultFiles.metric;
import static distilbench.report.ResultFiles.pass;
import static distilbench.report.ResultFiles.result;
import static distilbench.report.ResultFiles.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.report.ResultFiles;
import distilbench.report.data.RunFile;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A comparison reads well in a terminal and in markdown, whatever the files hold. */
class ComparisonTextTest {
  private static final double[] BASE = {1.00, 1.01, 0.99, 1.00, 1.02};
  private static final double[] SAME = {1.01, 1.00, 0.99, 1.01, 1.00};
  private static final double[] SLOWER = {1.10, 1.11, 1.09, 1.10, 1.12};

  @TempDir private Path temp;

  private Comparison compare(JsonNode[] base, JsonNode[] other) {
    return compare(base, other, null, null);
  }

  private Comparison compare(
      JsonNode[] base, JsonNode[] other, JsonNode facts, JsonNode otherFacts) {
    return Comparison.of(
        RunFile.read(ResultFiles.write(temp, "base", facts, base)),
        RunFile.read(ResultFiles.write(temp, "other", otherFacts, other)));
  }

  private static JsonNode[] rows(JsonNode... rows) {
    return rows;
  }

  private static String text(Comparison comparison) {
    return new ComparisonText(comparison).text();
  }

  private static String markdown(Comparison comparison) {
    return new ComparisonText(comparison).markdown();
  }

  private static String inOneLine(String text) {
    return text.replaceAll("\\s+", " ");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 40, 118, 119, 120, 130, 400})
  void linesHaveAtMost120Letters(int length) {
    JsonNode[] rows =
        Stream.of("x", "y ", "\uD83D\uDE00")
            .map(letter -> with(with(result(BASE), "name", letter.repeat(length)), "n", "1"))
            .toArray(JsonNode[]::new);

    String text =
        text(compare(rows, Arrays.copyOf(rows, 2), facts("z".repeat(length)), facts("Other CPU")));

    assertThat(text.lines())
        .allSatisfy(
            line -> {
              assertThat(line.codePointCount(0, line.length())).isLessThanOrEqualTo(120);
              assertThat(line).isEqualTo(line.stripTrailing());
            });
    assertThat(inOneLine(text).replace(" ", "")).contains("x".repeat(length));
  }

  @Test
  void thatNothingIsKnownToDifferIsSaid() {
    assertThat(text(compare(rows(result(BASE)), rows(result(SAME)))))
        .contains("Differs besides: nothing that the files tell.\n");
  }

  @Test
  void aMachineThatIsNotKnownIsTakenForTheSameAndItIsSaid() {
    Comparison comparison =
        compare(rows(pass("SINGLE", BASE)), rows(pass("SINGLE", SLOWER)), facts(), null);

    assertThat(text(comparison))
        .contains("Machine: not known of other.json, taken for the same;")
        .contains("Outcome: time 1 slower.");
  }

  @Test
  void aStrangersSidecarIsSaidToBeOne() {
    ObjectNode facts = facts();
    facts.putArray("resultsSha256").add("ab".repeat(32));

    String text =
        text(compare(rows(result(BASE)), rows(result(BASE)), facts, null)).replace(temp + "/", "");

    assertThat(text)
        .contains(
            "! base.json is not judged: the .env.json beside it was written for other results, or")
        .contains("Machine: not known of base.json and other.json, taken for the same");
  }

  @Test
  void normalisedRatiosStandBesideTheAbsoluteOnes() {
    ObjectNode control = pass("CONTROL", 250, Double.NaN, BASE);
    JsonNode[] base = rows(holding(pass("SINGLE", BASE), 500, 501, 499), control);
    JsonNode[] other =
        rows(
            holding(pass("SINGLE", SLOWER), 600, 601, 599),
            with(control, row -> row.set("primaryMetric", metric("s/op", SAME))));

    String text = text(compare(base, other, facts(), facts("Other CPU", 75, 75.5, 74.5)));

    String[] parts = text.substring(text.indexOf("Machine")).split("\n\n", 3);
    assertThat(inOneLine(parts[0]))
        .startsWith(
            "Machine: not the same: cpu.model Example CPU 9000 -> Other CPU; GEMM rate 150 -> 75.0"
                + " GFLOP/s; only times normalised by the run's own GEMM rate get a verdict."
                + " Differs");
    assertThat(parts[1].lines().limit(3))
        .containsExactly(
            "time, s/1000 texts  BASE  OTHER  OTHER / BASE          normalised            verdict",
            "SINGLE              4.02   4.42  1.100 [1.082, 1.117]  0.550 [0.539, 0.560]  faster",
            "CONTROL             4.02   4.01  0.998 [0.983, 1.013]                       "
                + " inconclusive (1)");
    assertThat(parts[2]).contains("(1) memory depends on a machine's cores and pages");
  }

  @Test
  void namesTooLongForTheTableStandBelowIt() {
    JsonNode[] rows =
        rows(
            with(result(BASE), "name", "x".repeat(90)), with(result(BASE), "name", "y".repeat(90)));

    List<String> lines = text(compare(rows, rows)).lines().toList();

    assertThat(lines).anyMatch(line -> line.startsWith("#1 name=xxx"));
    assertThat(lines)
        .anyMatch(line -> line.startsWith("#2 ") && line.endsWith("no difference shown"));
  }

  @Test
  void lineBreaksAndBarsInParametersBreakNoTable() {
    JsonNode[] rows = rows(with(result(BASE), "name", "a\nb"), with(result(BASE), "name", "c|d"));
    Comparison comparison = compare(rows, rows);

    assertThat(text(comparison)).contains("name=a\\u000ab  ");
    assertThat(markdown(comparison)).contains("| name=c\\|d |");
  }

  @Test
  void nothingInAFileGivesOrdersToTheTerminal() {
    String evil = "\u001b[2J\u0007\u009b";
    JsonNode[] rows =
        Stream.of("a", "b")
            .map(
                name ->
                    with(
                        with(result(BASE), row -> row.put("benchmark", "org." + evil + ".run")),
                        "name",
                        evil + name))
            .toArray(JsonNode[]::new);
    ObjectNode facts = facts(evil);
    facts.withObject("/run").put("start", evil);
    facts.withObject("/software").put("commit", evil);
    facts.withObject("/verdict/time").put("status", "invalid");
    facts.withObject("/verdict/time").putArray("reasons").addObject().put("text", evil);
    ObjectNode other = facts();
    other.withObject("/software").put("commit", "1");

    Comparison comparison = compare(rows, Arrays.copyOf(rows, 1), facts, other);

    for (String printed : List.of(text(comparison), markdown(comparison))) {
      assertThat(printed.codePoints())
          .allMatch(letter -> letter == '\n' || !Character.isISOControl(letter));
      assertThat(printed).contains("[2J");
    }
  }

  @Test
  void rowsOfSeveralBenchmarksAreToldApartByWhatTheirOwnRowsVary() {
    ObjectNode fewer = pass("SINGLE", 50, ResultFiles.TOKENS, BASE);
    ObjectNode sort = with(result(BASE), "size", "1");
    JsonNode[] rows = {
      pass("SINGLE", BASE),
      fewer,
      with(fewer, row -> row.put("mode", "thrpt")),
      sort,
      with(with(sort, "size", "2"), row -> row.put("threads", 4)),
      with(with(sort, "size", "2"), row -> row.put("benchmark", "org.example.Other.run"))
    };
    Comparison comparison = compare(rows, rows);

    assertThat(comparison.base().rows())
        .extracting(row -> comparison.names().get(row.identity()))
        .containsExactly(
            "CorpusPass.pass (SINGLE, ss, texts=250)",
            "CorpusPass.pass (SINGLE, ss, texts=50)",
            "CorpusPass.pass (SINGLE, thrpt, texts=50)",
            "Sort.sort (threads=1, size=1)",
            "Sort.sort (threads=4, size=2)",
            "Other.run");
  }

  @Test
  void timesOfAnyBenchmarkHaveAFittingUnit() {
    JsonNode[] rows =
        DoubleStream.of(0.0002, 5, 70_000, 3e6)
            .mapToObj(
                factor ->
                    with(
                        result(DoubleStream.of(BASE).map(value -> factor * value).toArray()),
                        "n",
                        "" + factor))
            .toArray(JsonNode[]::new);

    String text = text(compare(rows, rows));

    assertThat(text.split("\\s+"))
        .filteredOn(word -> word.endsWith("/op"))
        .containsExactly("ns/op", "us/op", "ms/op", "s/op");
  }

  /** 1.0005 is a little less than that as a double. */
  @Test
  void ratiosAreRoundedAsTheyAre() {
    Comparison comparison =
        compare(
            rows(in(result(1, 1, 1), "avgt", "s/op")),
            rows(in(result(1.0005, 1.0005, 1.0005), "avgt", "s/op")));

    assertThat(text(comparison)).contains("1.000 [1.000, 1.000]");
  }

  @Test
  void oneForkIsOne() {
    assertThat(text(compare(rows(result(1)), rows(result(BASE)))))
        .contains("base.json: 1 fork\n")
        .contains("other.json: 5 forks\n");
  }
}
