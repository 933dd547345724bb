package distilbench.report.compare;

import static distilbench.report.ResultFiles.in;
import static distilbench.report.ResultFiles.result;
import static distilbench.report.ResultFiles.with;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import distilbench.report.ResultFiles;
import distilbench.report.data.RunFile;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A spreadsheet gets every figure with every digit. */
class ComparisonCsvTest {
  @TempDir private Path temp;

  private Comparison compare(List<JsonNode> base, List<JsonNode> other) {
    return Comparison.of(
        RunFile.read(ResultFiles.write(temp, "base", null, base.toArray(JsonNode[]::new))),
        RunFile.read(ResultFiles.write(temp, "other", null, other.toArray(JsonNode[]::new))));
  }

  private static List<CSVRecord> lines(Comparison comparison) throws Exception {
    String text = new ComparisonCsv(List.of(comparison)).text();
    return CSVFormat.DEFAULT
        .builder()
        .setHeader()
        .setSkipHeaderRecord(true)
        .get()
        .parse(new StringReader(text))
        .getRecords();
  }

  @Test
  void itHoldsEveryDigitAndEveryRow() throws Exception {
    Comparison comparison =
        compare(
            List.of(result(1, 1.01, 0.99), with(result(1, 1.01, 0.99), "size", "1")),
            List.of(result(1.1, 1.11, 1.09), with(result(1.1, 1.11, 1.09), "other", "2")));

    List<CSVRecord> lines = lines(comparison);

    assertThat(lines)
        .extracting(line -> line.get("verdict"))
        .containsExactly("slower", "only in base", "only in other");
    assertThat(Double.parseDouble(lines.get(0).get("ratio")))
        .isEqualTo(comparison.findings().get(0).ratio().value());
    assertThat(lines.get(1).get("Param: size")).isEqualTo("1");
    assertThat(lines.get(2).get("Param: other")).isEqualTo("2");
    assertThat(lines.get(1).get("base")).isEmpty();
  }

  /** JDK 17 writes 0.002 as 0.0020 and large numbers with an exponent. */
  @Test
  void numbersHaveNoDigitTooMany() throws Exception {
    Comparison comparison =
        compare(
            List.of(in(result(0.002, 0.002), "avgt", "s/op")),
            List.of(in(result(14_808_000, 14_808_000), "avgt", "s/op")));

    CSVRecord line = lines(comparison).get(0);

    assertThat(line.get("base")).startsWith("0.00");
    assertThat(line.get("other")).startsWith("1480").doesNotContain("E");
    assertThat(Double.parseDouble(line.get("base")))
        .isEqualTo(comparison.findings().get(0).base().value());
    assertThat(line.get("low")).isEqualTo("NaN");
  }
}
