package distilbench.report.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.node.IntNode;
import distilbench.model.ForwardPass;
import distilbench.model.Geometry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Scores of either kind and any unit tell how long 1000 texts take. */
class DeploymentRowTest {

  @ParameterizedTest
  @CsvSource({
    "ss, s/op, 5, 20",
    "ss, ms/op, 5000, 20",
    "ss, min/op, 2, 480",
    "thrpt, ops/s, 0.1, 40",
    "thrpt, ops/ms, 0.001, 4",
    "thrpt, ops/min, 6, 40",
    "ss, parsec, 5, NaN"
  })
  void timeFollowsFromScoreUnitAndTexts(String mode, String unit, double score, double seconds) {
    DeploymentRow row = DeploymentRow.of(row(mode, unit, score, Map.of("model", "builtin")));

    assertThat(row.times()).hasSize(1);
    if (Double.isNaN(seconds)) {
      assertThat(row.times()[0]).isNaN();
    } else {
      assertThat(row.times()[0]).isEqualTo(seconds, within(1e-9));
      assertThat(row.rate().value()).isEqualTo(1000 / seconds, within(1e-9));
    }
  }

  /** Of single shots each thread makes its own; rates are of all threads together. */
  @ParameterizedTest
  @CsvSource({
    "ss, s/op, 5, 1, 2, 10",
    "ss, s/op, 5, 3, 1, 6.666666666666667",
    "ss, s/op, 5, 3, 2, 3.3333333333333335",
    "thrpt, ops/s, 0.1, 1, 2, 40",
    "thrpt, ops/s, 0.1, 4, 2, 10"
  })
  void theWorkOfAllThreadsAndBatchesCounts(
      String mode, String unit, double score, int batch, int threads, double seconds) {
    ResultRow one = row(mode, unit, score, Map.of());
    DeploymentRow row =
        DeploymentRow.of(
            new ResultRow(
                one.benchmark(),
                mode,
                threads,
                one.parameters(),
                one.primary(),
                one.secondary(),
                Map.of("measurementBatchSize", IntNode.valueOf(batch))));

    assertThat(row.times()[0]).isEqualTo(seconds, within(1e-9));
  }

  @Test
  void whatTheForkSaysGoesBeforeGuesses() {
    ResultRow older = row("ss", "s/op", 5, Map.of("model", "builtin"));
    Map<String, Metric> metrics = new HashMap<>(older.secondary());
    metrics.put("work.model_gflop", metric(500, "GFLOP/op"));
    metrics.put("work.runs_model", metric(0, "yes"));
    ResultRow newer =
        new ResultRow(
            older.benchmark(),
            older.mode(),
            1,
            older.parameters(),
            older.primary(),
            metrics,
            Map.of());

    assertThat(DeploymentRow.of(newer).gflops()).isEqualTo(100, within(1e-9));
    assertThat(DeploymentRow.of(newer).runsModel()).isFalse();
    assertThat(newer.isHarness()).isTrue();
    assertThat(DeploymentRow.of(older).runsModel()).isTrue();
    assertThat(older.isHarness()).isFalse();
  }

  /** 250 texts in 5 s, 59 tokens each. */
  @Test
  void theModelsFlopsAreThoseOfTheRealTokens() {
    DeploymentRow row = DeploymentRow.of(row("ss", "s/op", 5, Map.of("model", "builtin")));

    double flop = ForwardPass.of(Geometry.DISTILBERT_BASE).flop(1, 59);
    assertThat(row.gflops()).isEqualTo(50 * flop / 1e9, within(1e-9));
  }

  @Test
  void ofAnotherModelOlderFilesDoNotTellThem() {
    assertThat(DeploymentRow.of(row("ss", "s/op", 5, Map.of("model", "tiny"))).gflops()).isNaN();
  }

  @ParameterizedTest
  @CsvSource({"avgt", "sample"})
  void timesOfSingleCallsTellNothingAboutMany(String mode) {
    assertThat(DeploymentRow.isOne(row(mode, "s/op", 5, Map.of()))).isFalse();
  }

  @Test
  void norDoesATimeThatIncludesOpening() {
    ResultRow cold = row("ss", "s/op", 5, Map.of());
    Metric unknown = new Metric(Double.NaN, "s", Map.of(), List.of(new double[] {Double.NaN}), 0);
    Map<String, Metric> metrics =
        Map.of("open.seconds", unknown, "work.texts", cold.secondary().get("work.texts"));

    assertThat(DeploymentRow.isOne(cold)).isTrue();
    assertThat(
            DeploymentRow.isOne(
                new ResultRow(
                    cold.benchmark(),
                    cold.mode(),
                    1,
                    cold.parameters(),
                    cold.primary(),
                    metrics,
                    Map.of())))
        .isFalse();
  }

  @Test
  void withoutRawDataTheScoreStandsForOneFork() {
    ResultRow row = row("ss", "s/op", 5, Map.of());
    Metric score = new Metric(5, "s/op", Map.of(), List.of(), 0);
    DeploymentRow bare =
        DeploymentRow.of(
            new ResultRow(
                row.benchmark(),
                row.mode(),
                1,
                row.parameters(),
                score,
                row.secondary(),
                Map.of()));

    assertThat(bare.time().value()).isEqualTo(20, within(1e-9));
    assertThat(bare.time().hasInterval()).isFalse();
  }

  /** 250 texts an operation, of 59 tokens. */
  private static ResultRow row(String mode, String unit, double score, Map<String, String> more) {
    Map<String, String> parameters = new HashMap<>(more);
    parameters.put("deployment", "SINGLE");
    return new ResultRow(
        "a.B.c",
        mode,
        1,
        parameters,
        metric(score, unit),
        Map.of(
            "work.texts", metric(250, "texts/op"),
            "work.tokens", metric(250 * 59, "tokens/op"),
            "open.seconds", metric(1, "s")),
        Map.of());
  }

  private static Metric metric(double score, String unit) {
    return new Metric(score, unit, Map.of(), List.of(new double[] {score}), 0);
  }
}
