package distilbench.report.compare;

import static distilbench.report.ResultFiles.facts;
import static distilbench.report.ResultFiles.holding;
import static distilbench.report.ResultFiles.in;
import static distilbench.report.ResultFiles.load;
import static distilbench.report.ResultFiles.metric;
import static distilbench.report.ResultFiles.pass;
import static distilbench.report.ResultFiles.probedInInt8;
import static distilbench.report.ResultFiles.repeated;
import static distilbench.report.ResultFiles.result;
import static distilbench.report.ResultFiles.with;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.console.InvalidInputException;
import distilbench.report.ResultFiles;
import distilbench.report.compare.Finding.Figure;
import distilbench.report.data.Difference;
import distilbench.report.data.ResultRow;
import distilbench.report.data.RunFile;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Two files are compared row by row; a verdict is given only where nothing forbids it. */
class ComparisonTest {
  private static final double[] BASE = {1.00, 1.01, 0.99, 1.00, 1.02};
  private static final double[] SAME = {1.01, 1.00, 0.99, 1.01, 1.00};
  private static final double[] SLOWER = {1.10, 1.11, 1.09, 1.10, 1.12};
  private static final double[] PSS = {500, 501, 499};
  private static final double[] MORE_PSS = {600, 601, 599};
  private static final ObjectNode MODEL_ROW = holding(pass("SINGLE", BASE), PSS);
  private static final ObjectNode SLOWER_ROW = holding(pass("SINGLE", SLOWER), MORE_PSS);

  @TempDir Path temp;

  private Comparison compare(JsonNode base, JsonNode other) {
    return compare(rows(base), rows(other), null, null);
  }

  private Comparison compare(JsonNode base, JsonNode other, JsonNode facts, JsonNode otherFacts) {
    return compare(rows(base), rows(other), facts, otherFacts);
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

  private static List<String> times(Comparison comparison) {
    return verdicts(comparison, Figure.TIME);
  }

  private static List<String> memories(Comparison comparison) {
    return verdicts(comparison, Figure.MEMORY);
  }

  private static List<String> verdicts(Comparison comparison, Figure figure) {
    return comparison.of(figure).stream().map(found -> found.verdict().toString()).toList();
  }

  private static Finding time(Comparison comparison) {
    return comparison.of(Figure.TIME).get(0);
  }

  private static Finding memory(Comparison comparison) {
    return comparison.of(Figure.MEMORY).get(0);
  }

  private static double[] times(double factor, double... values) {
    return DoubleStream.of(values).map(value -> factor * value).toArray();
  }

  // Which rows belong together

  @Test
  void rowsPairByBenchmarkModeThreadsAndAllParameters() {
    ObjectNode plain = with(result(BASE), row -> row.put("benchmark", "org.example.A.run"));
    ObjectNode[] rows = {
      plain,
      with(plain, row -> row.put("mode", "ss")),
      with(plain, row -> row.put("threads", 4)),
      with(plain, "size", "1"),
      with(with(plain, "size", "1"), "kind", "x"),
      with(plain, row -> row.put("benchmark", "org.example.B.run"))
    };
    ObjectNode[] reversed = {
      with(plain, row -> row.put("benchmark", "org.example.C.run")),
      rows[4],
      rows[3],
      rows[2],
      rows[1],
      rows[0]
    };

    Comparison comparison = compare(rows, reversed, null, null);

    assertThat(comparison.findings())
        .extracting(finding -> finding.row().identity())
        .containsExactlyElementsOf(
            comparison.base().rows().subList(0, 5).stream().map(ResultRow::identity).toList());
    assertThat(comparison.onlyBase())
        .extracting(ResultRow::benchmark)
        .containsExactly("org.example.B.run");
    assertThat(comparison.onlyOther())
        .extracting(ResultRow::benchmark)
        .containsExactly("org.example.C.run");
  }

  @Test
  void parametersPairInAnyOrder() {
    Comparison comparison =
        compare(
            with(with(result(BASE), "a", "1"), "b", "2"),
            with(with(result(SAME), "b", "2"), "a", "1"));

    assertThat(comparison.findings()).hasSize(1);
  }

  /** A file from before there was such a parameter. */
  @Test
  void aParameterThatOneFileLacksHasItsDefault() {
    ObjectNode old = pass("SINGLE", BASE);

    assertThat(times(compare(old, with(pass("SINGLE", SLOWER), "batchSize", "1"))))
        .containsExactly("slower");
    assertThatThrownBy(() -> compare(old, with(pass("SINGLE", SLOWER), "batchSize", "8")))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("batchSize is 1 in one, 8 in the other");
  }

  @Test
  void aRowTwiceInAFileIsRefused() {
    JsonNode[] twice = rows(result(BASE), result(SAME));

    assertThatThrownBy(() -> compare(rows(result(BASE)), twice, null, null))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("other.json holds a row twice")
        .hasMessageContaining("org.example.Sort.sort avgt threads=1");
    assertThatThrownBy(() -> compare(twice, rows(result(BASE)), null, null))
        .hasMessageContaining("base.json holds a row twice");
  }

  @Test
  void filesWithoutACommonRowAreRefusedWithTheDifference() {
    JsonNode fewer = pass("SINGLE", 50, 2962, BASE);

    assertThatThrownBy(() -> compare(pass("SINGLE", BASE), fewer))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("have no row in common")
        .hasMessageContaining("texts is 250 in one, 50 in the other");
    assertThatThrownBy(() -> compare(pass("SINGLE", BASE), result(BASE)))
        .hasMessageContaining("benchmark is distilbench");
  }

  // Words

  @Test
  void moreTimeIsSlowerAndLessIsFaster() {
    assertThat(times(compare(result(BASE), result(SLOWER)))).containsExactly("slower");
    assertThat(times(compare(result(SLOWER), result(BASE)))).containsExactly("faster");
    assertThat(times(compare(result(BASE), result(SAME)))).containsExactly("no difference shown");
  }

  @Test
  void aHigherRateIsFaster() {
    Comparison comparison =
        compare(in(result(BASE), "thrpt", "ops/s"), in(result(SLOWER), "thrpt", "ops/s"));

    assertThat(times(comparison)).containsExactly("faster");
    assertThat(time(comparison).ratio().value()).isCloseTo(1 / 1.1, within(0.01));
  }

  @ParameterizedTest
  @CsvSource({"ms/op, us/op, 1000", "ns/op, s/op, 1e-9", "s/op, min/op, 0.016666666666666666"})
  void unitsAreTurnedIntoEachOther(String unit, String otherUnit, double factor) {
    Comparison comparison =
        compare(
            in(result(BASE), "avgt", unit), in(result(times(factor, SLOWER)), "avgt", otherUnit));

    assertThat(times(comparison)).containsExactly("slower");
    assertThat(time(comparison).ratio().value()).isCloseTo(1.1, within(0.01));
  }

  @Test
  void ratesInOtherUnitsAreTurnedIntoEachOtherToo() {
    Comparison comparison =
        compare(
            in(result(times(1000, BASE)), "thrpt", "ops/s"), in(result(BASE), "thrpt", "ops/ms"));

    assertThat(time(comparison).ratio().value()).isCloseTo(1, within(1e-9));
  }

  @Test
  void aUnitThatIsNoTimeDecidesNothing() {
    Comparison comparison =
        compare(in(result(BASE), "avgt", "apples"), in(result(SLOWER), "avgt", "apples"));

    assertThat(times(comparison)).containsExactly("inconclusive");
    assertThat(time(comparison).ratio().value()).isNaN();
  }

  @Test
  void memoryIsSmallerOrLarger() {
    JsonNode base = holding(pass("SINGLE", BASE), PSS);
    JsonNode other = holding(pass("SINGLE", SAME), MORE_PSS);

    assertThat(memories(compare(base, other))).containsExactly("larger");
    assertThat(memories(compare(other, base))).containsExactly("smaller");
    assertThat(times(compare(base, other))).containsExactly("no difference shown");
  }

  /** A rate of calls tells nothing unless it is known how large they are. */
  @Test
  void timesOfDeploymentsAreThoseOfTheTextsThatWereDone() {
    JsonNode large = in(pass("THREADS", 8, 474, BASE), "thrpt", "ops/s");
    ObjectNode small = in(pass("THREADS", 8, 474, times(2, BASE)), "thrpt", "ops/s");
    JsonNode halved =
        with(
            small,
            row ->
                row.withObject("/secondaryMetrics")
                    .set("work.texts", metric("texts/op", repeated(4, 5))));

    Comparison comparison = compare(large, halved);

    assertThat(time(comparison).base().value()).isCloseTo(1000 / 8.0, within(1.5));
    assertThat(time(comparison).ratio().value()).isCloseTo(1, within(1e-9));
  }

  // What is true of all verdicts

  private record NoisyPair(
      ObjectNode[] base, ObjectNode[] other, JsonNode facts, JsonNode otherFacts) {

    static NoisyPair of(long seed) {
      Random source = new Random(seed);
      ObjectNode[] base = new ObjectNode[6];
      ObjectNode[] other = new ObjectNode[6];
      for (int i = 0; i < base.length; i++) {
        int forks = List.of(2, 3, 5, 8).get(source.nextInt(4));
        base[i] = row(source, i, forks);
        other[i] = row(source, i, forks);
        other[i].put("mode", base[i].path("mode").asText());
        ((ObjectNode) other[i].path("primaryMetric"))
            .set("scoreUnit", base[i].path("primaryMetric").path("scoreUnit"));
      }
      JsonNode here = ResultFiles.facts("Example CPU 9000", noisy(source, 150, 0.02, 6));
      JsonNode there = ResultFiles.facts("Other CPU", noisy(source, 150, 0.02, 6));
      return switch (source.nextInt(3)) {
        case 0 -> new NoisyPair(base, other, null, null);
        case 1 -> new NoisyPair(base, other, here, here);
        default -> new NoisyPair(base, other, here, there);
      };
    }

    private static ObjectNode row(Random source, int number, int forks) {
      double level = List.of(1.0, 1.05, 1.3).get(source.nextInt(3));
      double[] scores = noisy(source, level, source.nextBoolean() ? 0.001 : 0.03, forks);
      if (number % 2 == 1) {
        return holding(pass("D" + number, scores), noisy(source, 500 * level, 0.01, forks));
      }
      String[] units = {"thrpt ops/s", "avgt us/op", "ss s/op"};
      String[] unit = units[source.nextInt(units.length)].split(" ");
      return with(
          in(result(scores), unit[0], unit[1]),
          row -> row.put("benchmark", "org.example.B" + number + ".run"));
    }

    private static double[] noisy(Random source, double level, double spread, int count) {
      return DoubleStream.generate(() -> level * Math.exp(spread * source.nextGaussian()))
          .limit(count)
          .toArray();
    }

    Comparison compared(ComparisonTest test) {
      return test.compare(base, other, facts, otherFacts);
    }
  }

  private static final int SEEDS = 40;

  @Test
  void swappingTheFilesMirrorsEveryVerdict() {
    for (int seed = 0; seed < SEEDS; seed++) {
      NoisyPair pair = NoisyPair.of(seed);
      List<Finding> there = pair.compared(this).findings();
      List<Finding> back =
          compare(pair.other(), pair.base(), pair.otherFacts(), pair.facts()).findings();

      assertThat(back).hasSameSizeAs(there);
      for (int i = 0; i < there.size(); i++) {
        assertThat(back.get(i).row().identity()).isEqualTo(there.get(i).row().identity());
        assertThat(back.get(i).verdict()).isEqualTo(mirrored(there.get(i).verdict()));
        assertClose(back.get(i).ratio().value(), 1 / there.get(i).ratio().value());
        assertClose(back.get(i).ratio().low(), 1 / there.get(i).ratio().high());
        assertThat(back.get(i).normalised().isPresent())
            .isEqualTo(there.get(i).normalised().isPresent());
      }
    }
  }

  private static void assertClose(double found, double expected) {
    if (Double.isNaN(expected)) {
      assertThat(found).isNaN();
    } else {
      assertThat(found / expected).isCloseTo(1, within(1e-9));
    }
  }

  private static Difference mirrored(Difference difference) {
    return switch (difference) {
      case FASTER -> Difference.SLOWER;
      case SLOWER -> Difference.FASTER;
      case SMALLER -> Difference.LARGER;
      case LARGER -> Difference.SMALLER;
      case NO_DIFFERENCE_SHOWN, INCONCLUSIVE -> difference;
    };
  }

  @Test
  void scalingBothFilesChangesNothing() {
    for (int seed = 0; seed < SEEDS; seed++) {
      NoisyPair pair = NoisyPair.of(seed);
      List<Finding> before = pair.compared(this).findings();
      List<Finding> after =
          compare(scaled(pair.base()), scaled(pair.other()), pair.facts(), pair.otherFacts())
              .findings();

      for (int i = 0; i < before.size(); i++) {
        assertThat(after.get(i).verdict()).isEqualTo(before.get(i).verdict());
        assertClose(after.get(i).ratio().value(), before.get(i).ratio().value());
        assertClose(after.get(i).ratio().high(), before.get(i).ratio().high());
      }
    }
  }

  private static JsonNode[] scaled(ObjectNode[] rows) {
    return Arrays.stream(rows)
        .map(
            row ->
                with(
                    row,
                    changed -> {
                      scale(changed.path("primaryMetric"));
                      scale(changed.path("secondaryMetrics").path("mem.tree.pss.peak"));
                    }))
        .toArray(JsonNode[]::new);
  }

  private static void scale(JsonNode metric) {
    for (JsonNode fork : metric.path("rawData")) {
      double scaled = 3.7 * fork.get(0).doubleValue();
      ((ArrayNode) fork).set(0, scaled);
    }
  }

  @Test
  void theOrderOfRowsAndForksChangesNothing() {
    for (int seed = 0; seed < SEEDS; seed++) {
      NoisyPair pair = NoisyPair.of(seed);
      Map<List<Object>, Finding> before = byRow(pair.compared(this));
      Random source = new Random(seed);
      Map<List<Object>, Finding> after =
          byRow(
              compare(
                  shuffled(pair.base(), source),
                  shuffled(pair.other(), source),
                  pair.facts(),
                  pair.otherFacts()));

      assertThat(after.keySet()).isEqualTo(before.keySet());
      before.forEach(
          (row, finding) -> {
            assertThat(after.get(row).verdict()).isEqualTo(finding.verdict());
            assertClose(after.get(row).ratio().value(), finding.ratio().value());
          });
    }
  }

  private static Map<List<Object>, Finding> byRow(Comparison comparison) {
    return comparison.findings().stream()
        .collect(
            Collectors.toMap(
                finding -> List.of(finding.row().identity(), finding.figure()),
                Function.identity()));
  }

  private static JsonNode[] shuffled(ObjectNode[] rows, Random source) {
    List<ObjectNode> all = new ArrayList<>(List.of(rows));
    Collections.shuffle(all, source);
    return all.stream()
        .map(row -> with(row, changed -> shuffle(changed.withObject("/primaryMetric"), source)))
        .toArray(JsonNode[]::new);
  }

  private static void shuffle(ObjectNode metric, Random source) {
    List<JsonNode> forks = new ArrayList<>();
    metric.path("rawData").forEach(forks::add);
    Collections.shuffle(forks, source);
    metric.putArray("rawData").addAll(forks);
  }

  @Test
  void thePairsAboveHoldEveryVerdict() {
    List<Difference> seen =
        IntStream.range(0, SEEDS)
            .boxed()
            .flatMap(seed -> NoisyPair.of(seed).compared(this).findings().stream())
            .map(Finding::verdict)
            .distinct()
            .toList();

    assertThat(seen).containsExactlyInAnyOrder(Difference.values());
  }

  /** 2 % noise, 5 forks: an interval excludes 1 in 5 % of cases, and 3 % lie beyond in fewer. */
  @Test
  void whereNothingDiffersWordsForDifferencesAreRare() {
    Random source = new Random(7);
    int count = 600;

    Comparison comparison = compare(noise(source, count), noise(source, count), null, null);

    long excluded =
        comparison.findings().stream().filter(found -> found.ratio().excludesOne()).count();
    long different =
        comparison.findings().stream()
            .filter(found -> found.verdict() != Difference.NO_DIFFERENCE_SHOWN)
            .count();
    assertThat(excluded / (double) count).isBetween(0.02, 0.08);
    assertThat(different).isLessThanOrEqualTo(excluded);
    assertThat(different / (double) count).isLessThan(0.05);
  }

  private static JsonNode[] noise(Random source, int count) {
    JsonNode[] rows = new JsonNode[count];
    for (int i = 0; i < count; i++) {
      rows[i] = with(result(NoisyPair.noisy(source, 1, 0.02, 5)), "n", "" + i);
    }
    return rows;
  }

  // What forbids a verdict

  @Test
  void fewerThanThreeForksOnEitherSideAreInconclusive() {
    Finding finding = time(compare(result(BASE), result(2.0, 2.0)));

    assertThat(finding.verdict()).isEqualTo(Difference.INCONCLUSIVE);
    assertThat(finding.why()).isEqualTo("fewer than 3 forks: 5 in BASE, 2 in OTHER");
    assertThat(finding.ratio().value()).isCloseTo(2, within(0.02));
  }

  @Test
  void iterationsAreNotForks() {
    assertThat(times(compare(oneFork(BASE), oneFork(SLOWER)))).containsExactly("inconclusive");
  }

  private static ObjectNode oneFork(double... iterations) {
    ObjectNode row = result(1.0);
    ArrayNode fork = row.withObject("/primaryMetric").putArray("rawData").addArray();
    DoubleStream.of(iterations).forEach(fork::add);
    return row;
  }

  @Test
  void aScoreWithoutRawDataIsInconclusive() {
    ObjectNode bare = with(result(1.0), row -> row.withObject("/primaryMetric").remove("rawData"));

    Finding finding = time(compare(result(BASE), bare));

    assertThat(finding.verdict()).isEqualTo(Difference.INCONCLUSIVE);
    assertThat(finding.why()).isEqualTo("OTHER has no raw data, which would tell the forks apart");
  }

  @ParameterizedTest
  @ValueSource(doubles = {Double.NaN, 0, -1})
  void aFigureThatOneForkLacksIsInconclusive(double value) {
    Finding finding =
        memory(
            compare(
                holding(pass("SINGLE", BASE), 500, 501, 499, 500),
                holding(pass("SINGLE", BASE), 600, 601, 602, value)));

    assertThat(finding.verdict()).isEqualTo(Difference.INCONCLUSIVE);
    assertThat(finding.why())
        .isEqualTo("not every fork of OTHER has a positive figure in a unit that is known");
    assertThat(finding.other().value()).isNaN();
  }

  @Test
  void memoryThatOnlyOneFileHasIsInconclusive() {
    Comparison comparison = compare(MODEL_ROW, pass("SINGLE", SAME));

    assertThat(memories(comparison)).containsExactly("inconclusive");
    assertThat(times(comparison)).containsExactly("no difference shown");
  }

  @ParameterizedTest
  @CsvSource({
    "measurementIterations, 5, 10",
    "measurementTime, 1 s, 10 s",
    "measurementBatchSize, 1, 100",
    "warmupIterations, 0, 5",
    "warmupTime, 1 s, 10 s",
    "warmupBatchSize, 1, 5",
    "jmhVersion, 1.21, 1.37"
  })
  void whatWasMeasuredOtherwiseIsInconclusive(String name, String before, String after) {
    Finding finding =
        time(
            compare(
                with(result(BASE), row -> row.put(name, before)),
                with(result(SLOWER), row -> row.put(name, after))));

    assertThat(finding.verdict()).isEqualTo(Difference.INCONCLUSIVE);
    assertThat(finding.why())
        .isEqualTo("not measured alike: " + name + " " + before + " -> " + after);
  }

  /** A planned row and what it was measured with, as a sidecar names both. */
  private static ObjectNode withInput(ObjectNode facts, String named, char model, char corpus) {
    ObjectNode row = with(pass("SINGLE", BASE), "model", named);
    facts
        .withArray("/run/rows")
        .addObject()
        .put("benchmark", row.get("benchmark").asText())
        .put("mode", row.get("mode").asText())
        .set("parameters", row.get("params"));
    facts
        .withArray("/inputs")
        .addObject()
        .put("model", named)
        .put("corpus", "builtin")
        .put("texts", row.at("/params/texts").asInt())
        .put("modelSha256", String.valueOf(model).repeat(64))
        .put("tokenizerSha256", "b".repeat(64))
        .put("corpusSha256", String.valueOf(corpus).repeat(64));
    return facts;
  }

  @Test
  void anotherModelOrCorpusIsOtherWork() {
    JsonNode base = pass("SINGLE", BASE);
    JsonNode other = pass("SINGLE", SLOWER);
    JsonNode before = withInput(facts(), "builtin", 'a', 'c');

    Finding same = time(compare(base, other, before, withInput(facts(), "builtin", 'a', 'c')));
    Finding model = time(compare(base, other, before, withInput(facts(), "builtin", 'd', 'c')));
    Finding corpus = time(compare(base, other, before, withInput(facts(), "builtin", 'a', 'd')));

    assertThat(same.verdict()).isEqualTo(Difference.SLOWER);
    assertThat(model.verdict()).isEqualTo(Difference.INCONCLUSIVE);
    assertThat(model.why()).isEqualTo("not measured alike: modelSha256 aaaaaaaaaa -> dddddddddd");
    assertThat(corpus.why()).isEqualTo("not measured alike: corpusSha256 cccccccccc -> dddddddddd");
  }

  @Test
  void aModelIsFoundThoughTheFileBesideShortensItsPath() {
    JsonNode before = withInput(withInput(facts(), ".../mine", 'a', 'c'), "builtin", '9', 'c');

    Finding finding =
        time(
            compare(
                with(pass("SINGLE", BASE), "model", "/srv/models/mine"),
                with(pass("SINGLE", SLOWER), "model", "/srv/models/mine"),
                before,
                withInput(facts(), ".../mine", 'd', 'c')));

    assertThat(finding.why()).contains("modelSha256");
  }

  /** A sidecar that does not tell which rows were planned names inputs at least. */
  @Test
  void anotherModelIsOtherWorkThoughNobodySaysWhatWasPlanned() {
    ObjectNode base = withInput(facts(), "builtin", 'a', 'c');
    ObjectNode other = withInput(facts(), "builtin", 'd', 'c');
    base.withObject("/run").remove("rows");
    other.withObject("/run").remove("rows");

    Finding finding = time(compare(pass("SINGLE", BASE), pass("SINGLE", SLOWER), base, other));

    assertThat(finding.verdict()).isEqualTo(Difference.INCONCLUSIVE);
    assertThat(finding.why()).isEqualTo("not measured alike: modelSha256 aaaaaaaaaa -> dddddddddd");
  }

  /** Two models whose names are redacted alike are told apart by the rows' places. */
  @Test
  void aModelIsFoundWhateverWasRedacted() {
    JsonNode base = with(pass("SINGLE", BASE), "model", "models/somebody");
    JsonNode other = with(pass("SINGLE", SLOWER), "model", "models/somebody");
    ObjectNode before = placed(withInput(facts(), "models/<user>", 'a', 'c'), 0);
    ObjectNode after =
        withInput(withInput(facts(), "models/<user>", 'a', 'c'), "models/<user>", 'd', 'c');

    assertThat(time(compare(base, other, before, placed(after, 0))).why()).isEmpty();
    assertThat(time(compare(base, other, before, placed(after, 1))).why())
        .isEqualTo("not measured alike: modelSha256 aaaaaaaaaa -> dddddddddd");
  }

  /** Says which planned row the one result is, and with which input each was measured. */
  private static ObjectNode placed(ObjectNode withoutPlaces, int result) {
    ObjectNode facts = withoutPlaces.deepCopy();
    int place = 0;
    for (JsonNode row : facts.at("/run/rows")) {
      ((ObjectNode) row).put("input", place++);
    }
    facts.withArray("/run/results").add(result);
    return facts;
  }

  @Test
  void otherTokensAreOtherWorkEvenIfNothingStandsBeside() {
    Finding finding = time(compare(pass("SINGLE", BASE), pass("SINGLE", 250, 15_000, SLOWER)));

    assertThat(finding.why()).isEqualTo("not measured alike: work.tokens 14808.0 -> 15000.0");
  }

  @Test
  void theLastBitsOfAMeanAreNoOtherWork() {
    double nearly = ResultFiles.TOKENS * (1 + 1e-15);

    assertThat(times(compare(pass("SINGLE", BASE), pass("SINGLE", 250, nearly, SLOWER))))
        .containsExactly("slower");
  }

  @Test
  void sampledCallsOfAnotherSizeAreOtherWork() {
    Finding finding = time(compare(sampled(8), sampled(4)));

    assertThat(finding.why()).isEqualTo("not measured alike: work.call_size 8.0 -> 4.0");
  }

  private static JsonNode sampled(double callSize) {
    return with(
        in(result(BASE), "sample", "us/op"),
        row ->
            row.withObject("/secondaryMetrics")
                .set("work.call_size", metric("texts", repeated(callSize, 5))));
  }

  // What may differ, and is said

  @Test
  void versionsAndFlagsAreWhatIsCompared() {
    JsonNode base = withJvm(result(BASE), "17.0.1", "/a/java", "-Xmx1g", "-server");
    JsonNode other = withJvm(result(SLOWER), "25.0.1", "/b/java", "-server", "-Xmx2g");
    ObjectNode before = facts();
    before.putObject("software").put("commit", "1".repeat(40)).put("onnxRuntime", "1.28.0");
    ObjectNode after = facts();
    after
        .putObject("software")
        .put("commit", "2".repeat(40))
        .put("onnxRuntime", "1.29.0")
        .put("modified", true);
    after.putObject("forks").putObject("environment").put("MALLOC_ARENA_MAX", "2");

    Comparison comparison = compare(base, other, before, after);

    assertThat(times(comparison)).containsExactly("slower");
    assertThat(comparison.subjects())
        .containsExactly(
            "JDK 17.0.1 -> 25.0.1",
            "jvmArgs -Xmx1g -> -Xmx2g",
            "commit 1111111111 -> 2222222222",
            "ONNX Runtime 1.28.0 -> 1.29.0",
            "OTHER was built from a changed working tree");
  }

  private static ObjectNode withJvm(ObjectNode result, String jdk, String jvm, String... flags) {
    return with(
        result,
        row -> {
          row.put("jdkVersion", jdk).put("jvm", jvm);
          Arrays.stream(flags).forEach(row.withArray("/jvmArgs")::add);
        });
  }

  // Machines

  @Test
  void anotherMachineIsRecognised() {
    ObjectNode cores = facts();
    cores.withObject("/machine/topology").put("usableCores", 4);
    ObjectNode ram = facts();
    ram.withObject("/machine/memory").put("ramBytes", 64L << 30);

    assertThat(differences(facts("Other CPU", 150, 151, 149)))
        .containsExactly("cpu.model Example CPU 9000 -> Other CPU");
    assertThat(differences(cores)).containsExactly("topology.usableCores 2 -> 4");
    assertThat(differences(ram)).containsExactly("RAM 16 GiB -> 64 GiB");
  }

  /** A quota or a limit changes what a machine may do; that there was none is known. */
  @Test
  void whatOneSideHasAndTheOtherDoesNotIsADifference() {
    ObjectNode base = facts();
    base.withObject("/machine/limits").putNull("cpuQuotaCores").putNull("memoryBytes");
    base.withObject("/machine/topology").put("allowedThreads", "0-1");
    ObjectNode other = base.deepCopy();
    other.withObject("/machine/limits").put("cpuQuotaCores", 1.8).put("memoryBytes", 1L << 30);
    other.withObject("/machine/topology").put("allowedThreads", "0");

    assertThat(compare(MODEL_ROW, SLOWER_ROW, base, other).machines().differences())
        .containsExactly(
            "topology.allowedThreads 0-1 -> 0",
            "limits.cpuQuotaCores none -> 1.8",
            "limits.memoryBytes none -> 1073741824");
    assertThat(compare(MODEL_ROW, SLOWER_ROW, base, base).machines().differences()).isEmpty();
  }

  private List<String> differences(JsonNode otherFacts) {
    return compare(MODEL_ROW, SLOWER_ROW, facts(), otherFacts).machines().differences();
  }

  @Test
  void aLittleLessRamAndFactsThatOneFileLacksMakeNoOtherMachine() {
    ObjectNode other = facts();
    other.withObject("/machine/memory").put("ramBytes", (16L << 30) - (1L << 28));
    other.withObject("/machine/product").put("vendor", "Example");
    ObjectNode base = facts();
    base.withObject("/machine/product").remove("vendor");

    Comparison comparison = compare(MODEL_ROW, SLOWER_ROW, base, other);

    assertThat(comparison.machines().differences()).isEmpty();
    assertThat(times(comparison)).containsExactly("slower");
  }

  /** 10 % more time on a machine that multiplies 10 % slower is no difference. */
  @Test
  void onAnotherMachineOnlyNormalisedTimesAreJudged() {
    Comparison comparison =
        compare(
            MODEL_ROW,
            SLOWER_ROW,
            facts("Example CPU 9000", 150, 151, 149),
            facts("Other CPU", 136.4, 137.3, 135.5));

    assertThat(time(comparison).ratio().value()).isCloseTo(1.1, within(0.01));
    assertThat(time(comparison).normalised().orElseThrow().value()).isCloseTo(1, within(0.01));
    assertThat(times(comparison)).containsExactly("no difference shown");
    assertThat(memories(comparison)).containsExactly("inconclusive");
    assertThat(memory(comparison).why()).contains("machines differ");
  }

  @Test
  void onAnotherMachineThatIsAsFastMoreTimeIsSlower() {
    JsonNode there = facts("Other CPU", 150, 151, 149);

    assertThat(times(compare(MODEL_ROW, SLOWER_ROW, facts(), there))).containsExactly("slower");
    assertThat(times(compare(SLOWER_ROW, MODEL_ROW, facts(), there))).containsExactly("faster");
  }

  @Test
  void aTwiceAsFastMachineThatTakesAsLongIsSlower() {
    Comparison comparison =
        compare(MODEL_ROW, pass("SINGLE", SAME), facts(), facts("Other CPU", 300, 302, 298));

    assertThat(time(comparison).normalised().orElseThrow().value()).isCloseTo(2, within(0.04));
    assertThat(times(comparison)).containsExactly("slower");
  }

  @Test
  void ratesThatAreHardlyKnownDecideNothing() {
    assertThat(times(compare(MODEL_ROW, SLOWER_ROW, facts(), facts("Other CPU", 80, 150, 230))))
        .containsExactly("no difference shown");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "150", "NaN 150 151"})
  void withoutThreeProbesAnotherMachineIsInconclusive(String rates) {
    double[] known =
        Arrays.stream(rates.split(" "))
            .filter(rate -> !rate.isEmpty())
            .mapToDouble(Double::parseDouble)
            .toArray();

    Finding finding = time(compare(MODEL_ROW, SLOWER_ROW, facts(), facts("Other CPU", known)));

    assertThat(finding.verdict()).isEqualTo(Difference.INCONCLUSIVE);
    assertThat(finding.why()).isEqualTo("fewer than 3 probes of a machine's GEMM rate");
  }

  // Precisions

  private static ObjectNode inInt8(double... seconds) {
    return with(pass("SINGLE", seconds), "precision", "INT8");
  }

  /** A CPU with VNNI is four times as fast in INT8, and not in float32. */
  @Test
  void integersAreNormalisedByTheRateOfIntegers() {
    Comparison comparison =
        compare(
            rows(MODEL_ROW, inInt8(BASE)),
            rows(MODEL_ROW, inInt8(times(0.25, BASE))),
            probedInInt8(facts(), 200, 202, 198),
            probedInInt8(facts("Other CPU", 150, 151, 149), 800, 808, 792));

    assertThat(times(comparison)).containsExactly("no difference shown", "no difference shown");
    assertThat(comparison.of(Figure.TIME).get(1).normalised().orElseThrow().value())
        .isCloseTo(1, within(0.01));
  }

  /** Float32's rate tells nothing about the integers of another CPU. */
  @Test
  void integersWithoutARateOfTheirOwnAreNotNormalised() {
    JsonNode there = facts("Other CPU", 150, 151, 149);

    Finding finding = time(compare(inInt8(BASE), inInt8(SLOWER), facts(), there));

    assertThat(finding.verdict()).isEqualTo(Difference.INCONCLUSIVE);
    assertThat(finding.why()).isEqualTo("fewer than 3 probes of a machine's GEMM rate in INT8");
  }

  @Test
  void onOneMachineFloat32TellsHowFastItWasIfNothingElseDoes() {
    assertThat(times(compare(inInt8(BASE), inInt8(SLOWER), facts(), facts())))
        .containsExactly("slower");
  }

  @Test
  void onOneMachineTheRateOfIntegersMayExplainADifference() {
    Finding finding =
        time(
            compare(
                inInt8(BASE),
                inInt8(SLOWER),
                probedInInt8(facts(), 600, 604, 596),
                probedInInt8(facts(), 545, 549, 542)));

    assertThat(finding.verdict()).isEqualTo(Difference.INCONCLUSIVE);
    assertThat(finding.why()).startsWith("between the runs the machine itself may have changed");
  }

  @Test
  void rowsThatRunNoModelAreNotNormalised() {
    Comparison comparison =
        compare(
            rows(pass("CONTROL", 250, Double.NaN, BASE), result(BASE), roofline(BASE)),
            rows(pass("CONTROL", 250, Double.NaN, SLOWER), result(SLOWER), roofline(SLOWER)),
            facts(),
            facts("Other CPU", 150, 151, 149));

    assertThat(times(comparison)).containsExactly("inconclusive", "inconclusive", "slower");
  }

  @Test
  void unknownOperationsDecideNothing() {
    Comparison comparison =
        compare(
            unknownOperations(MODEL_ROW),
            unknownOperations(SLOWER_ROW),
            facts(),
            facts("Other CPU", 150, 151, 149));

    assertThat(times(comparison)).containsExactly("slower");
    assertThat(time(comparison).normalised()).isPresent();
  }

  private static ObjectNode unknownOperations(ObjectNode row) {
    return with(
        row,
        changed ->
            changed
                .withObject("/secondaryMetrics")
                .set("work.model_gflop", metric("GFLOP/op", repeated(Double.NaN, 5))));
  }

  private static ObjectNode roofline(double... scores) {
    return with(
        result(scores),
        row -> {
          row.put("benchmark", "org.example.Roofline.multiply");
          row.withObject("/secondaryMetrics").set("work.gflop", metric("GFLOP/op", repeated(2, 5)));
        });
  }

  @Test
  void theTimeOfControlIsNotJudgedAndFailsNothing() {
    double[] pss = {50, 51, 49};

    Comparison comparison =
        compare(
            holding(pass("CONTROL", 250, Double.NaN, BASE), pss),
            holding(pass("CONTROL", 250, Double.NaN, SLOWER), pss));

    assertThat(time(comparison).verdict()).isEqualTo(Difference.INCONCLUSIVE);
    assertThat(time(comparison).why()).startsWith("it runs no model");
    assertThat(time(comparison).ratio().excludesOne()).isTrue();
    assertThat(comparison.verdicts())
        .as("of the memory")
        .containsExactly(Difference.NO_DIFFERENCE_SHOWN);
  }

  /** A virtual machine whose host gives less than yesterday. */
  @Test
  void theSameMachineAtAnotherSpeedIsAnotherMachine() {
    Comparison comparison =
        compare(MODEL_ROW, SLOWER_ROW, facts(), facts("Example CPU 9000", 136.4, 137.3, 135.5));

    assertThat(comparison.machines().differences()).isEmpty();
    assertThat(comparison.machines().speedDifference()).isEqualTo(Difference.SLOWER);
    assertThat(times(comparison)).containsExactly("no difference shown");
    assertThat(memories(comparison)).containsExactly("larger");
  }

  /** Measured so, ten minutes apart, on a virtual machine of 2 cores. */
  @Test
  void twoRunsOfOneBuildOnAMachineThatSlowedDownDoNotDiffer() {
    Comparison comparison =
        compare(
            pass("SINGLE", 1.610, 1.656, 1.633, 1.646, 1.611),
            pass("SINGLE", 1.814, 1.862, 1.778, 1.810, 1.695),
            facts("Example CPU 9000", 186.2, 187.6, 187.6, 183.8, 173.4),
            facts("Example CPU 9000", 161.2, 165.5, 185.4, 185.7, 163.0));

    assertThat(time(comparison).ratio().low()).isGreaterThan(1.05);
    assertThat(comparison.machines().speedChanged()).isFalse();
    assertThat(time(comparison).verdict()).isEqualTo(Difference.INCONCLUSIVE);
    assertThat(time(comparison).why())
        .startsWith("between the runs the machine itself may have changed as much");
  }

  /**
   * Its speed varies by 3 % between runs, the forks by 2 %, the probes by 5 %. By the forks alone,
   * almost every second comparison of one build with itself would differ.
   */
  @Test
  void aMachineWhoseSpeedVariesFromRunToRunFoolsFew() {
    Random source = new Random(11);
    int count = 200;
    int naive = 0;
    int fooled = 0;
    int found = 0;
    for (int i = 0; i < count; i++) {
      Wandering base = Wandering.of(source, 1);
      Finding same = time(base.compared(this, Wandering.of(source, 1)));
      Finding slow = time(base.compared(this, Wandering.of(source, 1.2)));
      naive += Difference.ofTimes(same.ratio()).isShown() ? 1 : 0;
      fooled += same.verdict().isShown() ? 1 : 0;
      found += slow.verdict() == Difference.SLOWER ? 1 : 0;
    }

    assertThat(naive / (double) count).isGreaterThan(0.35);
    assertThat(fooled / (double) count).isLessThan(0.08);
    assertThat(found / (double) count).isGreaterThan(0.9);
  }

  private record Wandering(JsonNode row, JsonNode facts) {
    static Wandering of(Random source, double factor) {
      double speed = Math.exp(0.03 * source.nextGaussian());
      return new Wandering(
          pass("SINGLE", NoisyPair.noisy(source, factor / speed, 0.02, 5)),
          ResultFiles.facts("CPU", NoisyPair.noisy(source, 150 * speed, 0.05, 5)));
    }

    Comparison compared(ComparisonTest test, Wandering other) {
      return test.compare(row, other.row, facts, other.facts);
    }
  }

  @Test
  void aDipOfASecondMakesNoOtherMachine() {
    ObjectNode after = facts("Example CPU 9000", 150, 76, 149);
    facts("Example CPU 9000", 149, 151, 150)
        .path("probes")
        .forEach(after.withArray("/probes")::add);

    Comparison comparison = compare(MODEL_ROW, SLOWER_ROW, facts(), after);

    assertThat(comparison.machines().speed().low()).isGreaterThan(0.98);
    assertThat(times(comparison)).containsExactly("slower");
  }

  @Test
  void theSameMachineAtTheSameSpeedNeedsNoNormalising() {
    Finding finding =
        time(compare(MODEL_ROW, SLOWER_ROW, facts(), facts("Example CPU 9000", 149, 151, 152)));

    assertThat(finding.normalised()).isEmpty();
    assertThat(finding.verdict()).isEqualTo(Difference.SLOWER);
  }

  // Verdicts of the files themselves

  @Test
  void rowsThatTheirOwnRunCallsInvalidAreMarked() throws Exception {
    JsonNode[] rows = rows(holding(pass("SINGLE", BASE), PSS), holding(pass("THREADS", BASE), PSS));
    JsonNode facts =
        facts()
            .set(
                "verdict",
                new ObjectMapper()
                    .readTree(
                        """
                        {"time": {"status": "invalid", "reasons": [{"text": "it drifted: 20 %"}]},
                         "memory": {"status": "imprecise", "reasons": []},
                         "rows": [{"time": {"status": "invalid"}, "memory": {"status": "valid"}},
                                  {"time": {"status": "valid"}, "memory": {"status": "imprecise"}}]}
                        """));

    Comparison comparison = compare(rows, rows, facts(), facts);

    assertThat(comparison.findings())
        .filteredOn(finding -> !finding.invalid().isEmpty())
        .extracting(finding -> finding.row().parameters().get("deployment"), Finding::figure)
        .containsExactly(tuple("SINGLE", Figure.TIME));
    assertThat(times(comparison)).containsExactly("inconclusive", "no difference shown");
    assertThat(new ComparisonText(comparison).text().replaceAll("\\s+", " "))
        .contains(
            "! "
                + comparison.other().path()
                + " is invalid by its own verdict: time (it drifted: 20 %)")
        .doesNotContain("! " + comparison.base().path());
  }

  @Test
  void whatItsOwnRunCallsInvalidDecidesNothing() throws Exception {
    String valid = "{\"status\": \"valid\"}";
    String busy =
        "{\"status\": \"invalid\", \"reasons\": [{\"kind\": \"foreignCpu\", \"text\": \"busy\"}]}";

    assertThat(timeJudged("{}", "{\"rows\": [{\"time\": " + valid + "}]}").verdict())
        .isEqualTo(Difference.SLOWER);
    Finding finding = timeJudged("{}", "{\"rows\": [{\"time\": " + busy + "}]}");
    assertThat(finding.verdict()).isEqualTo(Difference.INCONCLUSIVE);
    assertThat(finding.why()).isEqualTo("OTHER's own verdict calls it invalid: busy");
    assertThat(timeJudged("{\"rows\": [{\"time\": " + busy + "}]}", "{}").invalid())
        .containsExactly("BASE");
    assertThat(timeJudged("{}", "{\"rows\": [{\"memory\": " + busy + "}]}").verdict())
        .isEqualTo(Difference.SLOWER);
  }

  /**
   * 10 % slower, with up to 4 or 12 % of the time taken by others that it had for itself before.
   */
  @ParameterizedTest
  @CsvSource({"0.04, 0.00, slower", "0.12, 0.00, inconclusive", "0.12, 0.10, slower"})
  void whatOthersTookMayExplainADifference(double after, double before, String verdict) {
    Finding finding =
        time(
            compare(
                besideOthers(MODEL_ROW, before),
                besideOthers(SLOWER_ROW, after),
                facts(),
                facts()));

    assertThat(finding.verdict()).hasToString(verdict);
    assertThat(finding.why().contains("may explain it")).isEqualTo(verdict.equals("inconclusive"));
    assertThat(
            time(compare(
                    besideOthers(SLOWER_ROW, after),
                    besideOthers(MODEL_ROW, before),
                    facts(),
                    facts()))
                .verdict())
        .hasToString(verdict.replace("slower", "faster"));
  }

  /** An older file's PSS counts what strangers map elsewhere: so must the newer one's. */
  @Test
  void memoryIsComparedInTheTermsOfTheOlderFile() {
    double[] raw = {39, 40, 41};
    double[] own = {56, 57, 58};
    JsonNode older = holding(pass("SINGLE", BASE), raw);
    JsonNode newer =
        withMetric(
            withMetric(holding(pass("SINGLE", BASE), own), "mem.tree.raw_pss.peak", raw),
            "mem.tree.exact",
            1,
            1,
            1);

    assertThat(memory(compare(older, newer, facts(), facts())).ratio().value()).isEqualTo(1);
    assertThat(memory(compare(newer, older, facts(), facts())).ratio().value()).isEqualTo(1);
    assertThat(memory(compare(newer, newer, facts(), facts())).base().value())
        .isGreaterThan(own[0]);
  }

  private static JsonNode besideOthers(JsonNode row, double cores) {
    double[] forks = new double[row.at("/primaryMetric/rawData").size()];
    Arrays.fill(forks, cores);
    return withMetric(row, "noise.foreign.cores", forks);
  }

  private static JsonNode withMetric(JsonNode row, String label, double... forks) {
    JsonNode changed = row.deepCopy();
    ObjectNode metric =
        changed.withObject("/secondaryMetrics").putObject(label).put("scoreUnit", "any");
    metric.put("score", forks[0]);
    ArrayNode raw = metric.putArray("rawData");
    for (double fork : forks) {
      raw.addArray().add(fork);
    }
    return changed;
  }

  /** What concerns the machine concerns every row; what became of other rows does not. */
  @ParameterizedTest
  @CsvSource({
    "drift, inconclusive",
    "speedUnknown, inconclusive",
    "noiseNotRecorded, inconclusive",
    "missingRows, slower"
  })
  void aRunWhoseTimesAreAllInvalidDecidesNone(String kind, String verdict) throws Exception {
    String run =
        "{\"time\": {\"status\": \"invalid\", \"reasons\": [{\"kind\": \"%s\", \"text\": \"so\"}]}}";

    assertThat(timeJudged("{}", String.format(run, kind)).verdict()).hasToString(verdict);
  }

  private Finding timeJudged(String base, String other) throws Exception {
    ObjectMapper json = new ObjectMapper();
    return time(
        compare(
            MODEL_ROW,
            SLOWER_ROW,
            facts().set("verdict", json.readTree(base)),
            facts().set("verdict", json.readTree(other))));
  }

  /** What was redacted in the sidecar's names changes nothing: rows are found by position. */
  @Test
  void aVerdictIsFoundWhateverWasRedacted() throws Exception {
    JsonNode row = with(pass("SINGLE", BASE), "model", "models/somebody");
    JsonNode facts =
        facts()
            .set(
                "verdict",
                new ObjectMapper()
                    .readTree(
                        """
                        {"rows": [{"row": {"benchmark": "distilbench.benchmark.CorpusPass.pass",
                          "mode": "ss", "parameters": {"model": "models/<user>"}},
                          "time": {"status": "invalid"}, "memory": {"status": "valid"}}]}
                        """));

    assertThat(time(compare(row, row, facts(), facts)).invalid()).containsExactly("OTHER");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "{}",
        "{\"rows\": null}",
        "{\"time\": null, \"rows\": [3]}",
        "{\"time\": 3, \"rows\": [{\"row\": [3], \"time\": \"invalid\"}]}",
        "{\"time\": {\"status\": \"valid\", \"reasons\": 3}, \"rows\": [{\"row\": 3}]}"
      })
  void withoutAVerdictNothingIsMarked(String verdict) throws Exception {
    JsonNode facts = facts().set("verdict", new ObjectMapper().readTree(verdict));

    Comparison comparison = compare(MODEL_ROW, SLOWER_ROW, facts, facts());

    assertThat(comparison.findings()).allMatch(finding -> finding.invalid().isEmpty());
    assertThat(new ComparisonText(comparison).text()).doesNotContain("!");
  }

  /** Facts of a shape that nobody expects. */
  @ParameterizedTest
  @ValueSource(
      strings = {"[\"list\"]", "{\"an\": \"object\"}", "1e400", "\"word\"", "null", "true"})
  void oddFactsBreakNothing(String odd) throws Exception {
    JsonNode value = new ObjectMapper().readTree(odd);
    ObjectNode facts = facts();
    ObjectNode input = facts.putArray("inputs").addObject();
    input.put("model", "builtin").put("corpus", "builtin").set("modelSha256", value);
    ((ArrayNode) facts.path("probes"))
        .addObject()
        .<ObjectNode>set("round", value)
        .set("gflopsAll", value);
    facts.withObject("/machine/memory").set("ramBytes", value);
    facts.withObject("/machine/cpu").set("model", value);

    Comparison comparison = compare(MODEL_ROW, SLOWER_ROW, facts, facts());

    assertThat(new ComparisonText(comparison).text()).contains("Outcome: ");
  }

  /** A schedule takes as long as it takes. */
  @Test
  void callsThatArriveAreComparedByTheir99thPercentiles() {
    JsonNode fast = load("SINGLE", 100, 101, 99, 100, 102);
    JsonNode slow = load("SINGLE", 110, 111, 109, 110, 112);

    assertThat(times(compare(fast, slow))).containsExactly("slower");
    assertThat(times(compare(fast, fast))).containsExactly("no difference shown");
    assertThat(compare(fast, slow).findings().get(0).unit()).isEqualTo("ms (p99)");
  }
}
