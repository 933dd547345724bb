package distilbench.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.OutputStream;
import java.io.PrintStream;
import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/** A file that lacks a parameter was measured with the value that the annotation says. */
class ParameterDefaultsTest {
  private static final String SUITE = "distilbench.benchmark.";

  static Collection<BenchmarkListEntry> benchmarks() {
    OutputFormat silent =
        OutputFormatFactory.createFormatInstance(
            new PrintStream(OutputStream.nullOutputStream()), VerboseMode.SILENT);
    return BenchmarkList.defaultList().find(silent, java.util.List.of(SUITE), java.util.List.of());
  }

  @ParameterizedTest
  @MethodSource("benchmarks")
  void theyAreTheAnnotations(BenchmarkListEntry benchmark) {
    Map<String, String[]> annotated = benchmark.getParams().orElse(Map.of());
    Map<String, String> single = new TreeMap<>();
    annotated.forEach(
        (name, values) -> {
          if (values.length == 1) {
            single.put(name, values[0]);
          }
        });

    Map<String, String> defaults = ParameterDefaults.of(benchmark.getUsername());

    assertThat(defaults).containsAllEntriesOf(single);
    defaults.forEach((name, value) -> assertThat(annotated.get(name)).as(name).contains(value));
  }

  @Test
  void anAbsentParameterHasItsDefaultInTheKeyAlone() {
    RowIdentity older =
        new RowIdentity(SUITE + "CorpusPass.pass", "ss", 1, Map.of("deployment", "SINGLE"));
    RowIdentity newer =
        new RowIdentity(
            SUITE + "CorpusPass.pass", "ss", 1, Map.of("deployment", "SINGLE", "batchSize", "1"));

    assertThat(older.key()).isEqualTo(newer.key()).isNotEqualTo(older);
    assertThat(older.key().parameters()).containsEntry("batchSize", "1").containsKey("model");
    assertThat(older.parameters()).containsOnlyKeys("deployment");
  }

  @Test
  void aProductOfBeforeWasInFloat32() {
    Map<String, String> before = Map.of("m", "59", "shape", "768x768", "threads", "1");
    Map<String, String> after = new TreeMap<>(before);
    after.put("precision", "FP32");

    assertThat(product(before).key()).isEqualTo(product(after).key());
  }

  private static RowIdentity product(Map<String, String> parameters) {
    return new RowIdentity(SUITE + "Roofline.multiply", "thrpt", 1, parameters);
  }

  @Test
  void whatWasSetIsNoDefault() {
    RowIdentity row = new RowIdentity(SUITE + "Tokenize.call", "avgt", 1, Map.of("texts", "1000"));

    assertThat(row.key().parameters()).containsEntry("texts", "1000");
  }

  @Test
  void rowsOfOtherSuitesAreLeftAlone() {
    RowIdentity row = new RowIdentity("org.example.CorpusPass.pass", "ss", 1, Map.of("a", "1"));

    assertThat(row.key()).isEqualTo(row);
  }

  @Test
  void theSuiteHasBenchmarks() {
    assertThat(benchmarks())
        .extracting(BenchmarkListEntry::getUserClassQName)
        .containsAll(Set.of(SUITE + "CorpusPass", SUITE + "Tokenize", SUITE + "Roofline"));
  }
}
