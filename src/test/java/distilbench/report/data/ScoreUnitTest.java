package distilbench.report.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import distilbench.report.data.ScoreUnit.Better;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A unit tells whether more is better, and how long one operation takes. */
class ScoreUnitTest {

  @ParameterizedTest
  @CsvSource({
    "ops/s, MORE",
    "ops/us, MORE",
    "ops/fortnight, MORE",
    "s/op, LESS",
    "ns/op, LESS",
    "ms, LESS",
    "B/op, UNKNOWN",
    "MiB, UNKNOWN",
    "'', UNKNOWN"
  })
  void itDecidesWhichScoreIsBetter(String unit, Better better) {
    assertThat(new ScoreUnit(unit).better()).isEqualTo(better);
  }

  @ParameterizedTest
  @CsvSource({
    "ms/op, 4, 0.004",
    "s, 4, 4",
    "min/op, 2, 120",
    "day/op, 1, 86400",
    "ops/s, 4, 0.25",
    "ops/min, 4, 15",
    "ops/s, 0, NaN",
    "B/op, 4, NaN",
    "ops/fortnight, 4, NaN"
  })
  void aScoreIsSecondsPerOperation(String unit, double score, double seconds) {
    assertThat(new ScoreUnit(unit).secondsPerOperation(score)).isEqualTo(seconds, within(1e-12));
  }
}
