package distilbench.report;

import static distilbench.report.ResultFiles.holding;
import static distilbench.report.ResultFiles.load;
import static distilbench.report.ResultFiles.metric;
import static distilbench.report.ResultFiles.padded;
import static distilbench.report.ResultFiles.pass;
import static distilbench.report.ResultFiles.probedInInt8;
import static distilbench.report.ResultFiles.repeated;
import static distilbench.report.ResultFiles.with;
import static distilbench.report.ResultFiles.withMetric;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables, to the letter: {@code NAME.json} and what lies beside it read {@code NAME.txt}. */
class ReportTest {

  /**
   * wide: every deployment, everything known. narrowed: texts/s without its interval, for the
   * width. numbered: names too long for the width. narrow: times only, and nothing about rounds.
   * single: nothing to compare with. no-memory: measured without it, and a row without any label.
   * nan: what could not be measured. one-fork: no intervals. several: benchmarks with and without a
   * time per text. foreign: another suite. processes: the memory of workers as a line. disturbed: a
   * neighbour, drift, swapping, rows that failed.
   */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "wide",
        "narrowed",
        "numbered",
        "narrow",
        "single",
        "no-memory",
        "nan",
        "one-fork",
        "several",
        "foreign",
        "processes",
        "disturbed"
      })
  void theReportReads(String name) throws Exception {
    String report = Report.of(resource(name + ".json")).text();

    assertThat(report.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(120));
    assertThat(report).isEqualTo(text(name + ".txt"));
  }

  @Test
  void theKernelsPssIsMentionedWhereOthersLowerIt(@TempDir Path folder) {
    ObjectNode single = holding(pass("SINGLE", 8, 8.1, 8.2), 300, 300, 300);
    ObjectNode control = holding(pass("CONTROL", 0.1, 0.1, 0.1), 50, 50, 50);

    assertThat(report(folder, raw(single, 295), raw(control, 49.2))).doesNotContain("kernel");
    assertThat(report(folder, single, control)).doesNotContain("kernel");
    assertThat(report(folder, raw(single, 295), raw(control, 43)))
        .contains("the kernel's PSS is up to 14 % lower.");
  }

  @Test
  void memoryGrowsWhereTheIntervalOfItsSlopeLiesAboveZero(@TempDir Path folder) {
    ObjectNode steady = growing(pass("THREADS", 8, 8.1, 8.2), -0.2, 0.3, 0);
    ObjectNode leaking = growing(pass("SERVER", 8, 8.1, 8.2), 2.8, 3, 3.2);

    assertThat(report(folder, steady, growing(leaking, Double.NaN, Double.NaN, Double.NaN)))
        .contains("Growth of memory")
        .contains("0.0333 [-0.592, 0.658]")
        .doesNotContain("Memory grows");
    assertThat(report(folder, steady, leaking))
        .contains("3.00 [  2.50,  3.50]", "Memory grows: SERVER.\n");
    assertThat(report(folder, pass("THREADS", 8, 8.1, 8.2))).doesNotContain("Growth of memory");
  }

  @Test
  void twinsAreComparedInWords(@TempDir Path folder) {
    ObjectNode single = pass("SINGLE", 8.0, 8.3, 8.1);
    ObjectNode server = pass("SERVER", 7.0, 7.2, 7.4);
    ObjectNode alike = with(pass("SINGLE", 8.1, 8.2, 8.1), "twin", "yes");
    ObjectNode other = with(pass("SINGLE", 8.8, 9.2, 9.0), "twin", "yes");

    assertThat(inOneLine(report(folder, single, alike, server)))
        .contains(
            "Smallest difference that this run could have shown: ",
            "Twins: the scores of SINGLE are 1.00 [0.96, 1.04] times those of its twin: no"
                + " difference shown, as it must be.",
            "SINGLE yes")
        .doesNotContain("what is the same");
    assertThat(inOneLine(report(folder, single, other, server)))
        .contains(
            "although both are the same: do not trust differences of this size in this run.",
            "- what is the same was told apart: the scores of a row are 0.90 ");
    assertThat(inOneLine(report(folder, pass("SINGLE", 8.0, 8.3), with(single, "twin", "yes"))))
        .contains("times those of its twin: inconclusive, it takes 3 forks.");
    assertThat(report(folder, single, server)).doesNotContain("Twins", "twin");
  }

  /** The row that others are related to is still one. */
  @Test
  void aTwinIsNoBase(@TempDir Path folder) {
    ObjectNode single = pass("SINGLE", 8.0, 8.0, 8.0);
    ObjectNode twin = with(pass("SINGLE", 16.0, 16.0, 16.0), "twin", "yes");

    assertThat(inOneLine(report(folder, single, twin, pass("SERVER", 4.0, 4.0, 4.0))))
        .containsPattern("SINGLE yes .* 2\\.00 \\[2\\.00, 2\\.00\\]")
        .containsPattern("SERVER .* 0\\.50 \\[0\\.50, 0\\.50\\]");
  }

  private static ObjectNode growing(ObjectNode row, double... slopes) {
    return with(
        row,
        result -> {
          ObjectNode metrics = (ObjectNode) result.get("secondaryMetrics");
          metrics.set("growth.pss", metric("MiB/1000 calls", slopes));
          metrics.set("growth.anon", metric("MiB/1000 calls", slopes));
        });
  }

  /** Their score is the schedule's: it says nothing about the deployment. */
  @Test
  void callsThatArriveHaveATableOfTheirLatencies(@TempDir Path folder) {
    ObjectNode single = holding(load("SINGLE", 100, 110, 105), 300, 300, 300);
    ObjectNode server =
        withMetric(
            withMetric(load("SERVER", 200, 210, Double.NaN), "load.refused", 0, 0, 30),
            "load.calls",
            3000,
            3000,
            3000);

    String report = report(folder, single, server);

    assertThat(report)
        .contains("Latency of calls that arrive")
        .contains("105 [93.2, 118]!")
        .contains("0.333%")
        .doesNotContain("s per 1000")
        .doesNotContain("SINGLE = 1");
    assertThat(report(folder, pass("THREADS", 8, 8.1, 8.2))).doesNotContain("Latency");
  }

  /** Of an ONNX file whose products nobody could count. */
  @Test
  void unknownOperationsSayNothing(@TempDir Path folder) {
    ObjectNode known = multiplying(holding(pass("SINGLE", 8, 8.1, 8.2), 300, 300, 300), 800);
    ObjectNode unknown =
        multiplying(holding(pass("THREADS", 8, 8.1, 8.2), 300, 300, 300), Double.NaN);

    String without = report(folder, unknown);
    assertThat(without).doesNotContain("GEMM", "NaN");
    assertThat(without.lines().filter(line -> line.startsWith("Verdict")))
        .containsExactlyElementsOf(
            report(folder, multiplying(unknown, 800))
                .lines()
                .filter(line -> line.startsWith("Verdict"))
                .toList());
    assertThat(report(folder, known, unknown).lines())
        .anyMatch(line -> line.startsWith("SINGLE") && line.strip().endsWith("%"))
        .anyMatch(line -> line.startsWith("THREADS") && !line.strip().endsWith("%"))
        .noneMatch(line -> line.contains("NaN"));
  }

  /** Where something is padded, of all rows that run a model. */
  @Test
  void paddingIsShownWhereThereIsAny(@TempDir Path folder) {
    ObjectNode single = pass("SINGLE", 8.0, 8.1, 8.2);
    ObjectNode control = pass("CONTROL", 250, Double.NaN, 0.1, 0.1, 0.1);

    assertThat(report(folder, padded(single, 1), padded(control, Double.NaN)))
        .doesNotContain("pad-", "padding");
    assertThat(
            report(
                    folder,
                    padded(single, 1),
                    padded(pass("THREADS", 8.0, 8.1, 8.2), 1.25),
                    padded(control, Double.NaN))
                .lines())
        .anyMatch(line -> line.startsWith("SINGLE") && line.strip().endsWith(" 0%"))
        .anyMatch(line -> line.startsWith("THREADS") && line.strip().endsWith(" 20%"))
        .noneMatch(line -> line.startsWith("CONTROL") && line.contains("%"))
        .anyMatch(line -> line.startsWith("padding: "));
  }

  @Test
  void integersAreRelatedToIntegers(@TempDir Path folder) {
    ObjectNode floats = with(pass("SINGLE", 8.0, 8.1, 8.2), "precision", "FP32");
    ObjectNode integers = with(pass("SINGLE", 2.0, 2.1, 2.2), "precision", "INT8");
    ObjectNode facts = ResultFiles.facts("CPU", 200, 200, 200);
    ObjectNode probed = probedInInt8(facts.deepCopy(), 800, 800, 800);

    assertThat(inOneLine(beside(probed, folder, floats, integers)))
        .containsPattern("FP32 .* 79% .*INT8 .* 76%")
        .contains("of the 200 GFLOP/s, or 800 GFLOP/s in INT8, of the machine's matrix multiply.");
    assertThat(inOneLine(beside(probed, folder, integers)))
        .contains("reach of the 800 GFLOP/s in INT8 of the machine's matrix multiply.");
    assertThat(beside(facts, folder, floats, integers).lines().map(ReportTest::inOneLine))
        .anyMatch(line -> line.startsWith("SINGLE FP32 ") && line.endsWith("%"))
        .anyMatch(line -> line.startsWith("SINGLE INT8 ") && !line.endsWith("%"));
  }

  private static String inOneLine(String text) {
    return text.replaceAll("\\s+", " ").strip();
  }

  private static ObjectNode multiplying(ObjectNode pass, double gflop) {
    return with(
        pass,
        changed ->
            changed
                .withObject("/secondaryMetrics")
                .set("work.model_gflop", metric("GFLOP/op", repeated(gflop, 3))));
  }

  private static ObjectNode raw(ObjectNode pass, double mebibytes) {
    return with(
        pass,
        changed ->
            changed
                .withObject("/secondaryMetrics")
                .set("mem.tree.raw_pss.peak", metric("MiB", repeated(mebibytes, 3))));
  }

  private static String report(Path folder, ObjectNode... results) {
    return beside(ResultFiles.facts(), folder, results);
  }

  private static String beside(ObjectNode facts, Path folder, ObjectNode... results) {
    return Report.of(ResultFiles.write(folder, "run", facts, results)).text();
  }

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(ReportTest.class.getResource(name).toURI());
  }

  private static String text(String name) throws IOException {
    try (InputStream in = ReportTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
