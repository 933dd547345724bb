package distilbench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables, to the letter: {@code NAME.json} and what lies beside it read {@code NAME.txt}. */
class ReportTest {

  /**
   * wide: every deployment, everything known. narrowed: reviews/s without its interval, for the
   * width. numbered: names too long for the width. narrow: times only, and nothing about rounds.
   * single: nothing to compare with. no-memory: measured without it, and a row without any label.
   * nan: what could not be measured. one-fork: no intervals. several: benchmarks with and without a
   * time per review. foreign: another suite. processes: the memory of workers as a line. disturbed:
   * a neighbour, drift, swapping, rows that failed.
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

  private static Path resource(String name) throws URISyntaxException {
    return Path.of(ReportTest.class.getResource(name).toURI());
  }

  private static String text(String name) throws IOException {
    try (InputStream in = ReportTest.class.getResourceAsStream(name)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
