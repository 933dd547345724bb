package distilbench.report.compare;

import static distilbench.report.ResultFiles.facts;
import static distilbench.report.ResultFiles.holding;
import static distilbench.report.ResultFiles.pass;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import distilbench.report.ResultFiles;
import distilbench.report.data.RunFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** All that a comparison found can be drawn from its JSON, which its documentation describes. */
class ComparisonJsonTest {
  private static final Path DOCUMENTED = Path.of("src/site/markdown/compare-json.md");

  /** As the documentation's outline of an object has it. */
  private static final Pattern KEY = Pattern.compile("\"(\\w+)\":");

  @TempDir private Path temp;

  private Comparison comparison;
  private String text;
  private JsonNode json;

  @BeforeEach
  void compare() throws Exception {
    ObjectNode doubted = facts("Other CPU", 75, 75.5, 74.5);
    ObjectNode time = doubted.putObject("verdict").putObject("time").put("status", "invalid");
    time.putArray("reasons").addObject().put("text", "it drifted \u001b\u007f\u009b \u2192");
    ObjectNode odd = pass("SINGLE", 2.0, 2.1, 2.2);
    odd.withObject("/params").put("corpus", "gr\u00f6\u00dfe\u007f");
    comparison =
        Comparison.of(
            RunFile.read(
                ResultFiles.write(
                    temp,
                    "base",
                    facts(),
                    holding(pass("THREADS", 1.0, 1.1, 1.2), 50, 51, 52),
                    pass("SERVER", 3.0))),
            RunFile.read(
                ResultFiles.write(
                    temp,
                    "other",
                    doubted,
                    holding(pass("THREADS", 2.0, 2.1, Double.NaN), 60, 61, 62),
                    odd)));
    text = ComparisonJson.text(List.of(comparison));
    json = new ObjectMapper().readTree(text).path("comparisons").path(0);
  }

  @Test
  void itsKeysAreTheDocumentedOnes() throws Exception {
    Set<String> documented =
        KEY.matcher(Files.readString(DOCUMENTED))
            .results()
            .map(key -> key.group(1))
            .collect(Collectors.toCollection(TreeSet::new));
    // The example of a parameter.
    documented.remove("deployment");

    Set<String> found = new TreeSet<>();
    collect(new ObjectMapper().readTree(text), found);

    assertThat(found).isEqualTo(documented);
  }

  private static void collect(JsonNode node, Set<String> found) {
    node.fields()
        .forEachRemaining(
            field -> {
              found.add(field.getKey());
              // Those are named by their benchmarks.
              if (!field.getKey().equals("parameters")) {
                collect(field.getValue(), found);
              }
            });
    if (node.isArray()) {
      node.forEach(element -> collect(element, found));
    }
  }

  @Test
  void figuresHaveTheirIntervalsAndForks() {
    Finding memory = comparison.findings().get(1);
    JsonNode found = json.path("findings").path(1);

    assertThat(found.path("figure").asText()).isEqualTo("memory");
    assertThat(found.path("base").path("forks").toString()).isEqualTo("[50.0,51.0,52.0]");
    assertThat(found.path("base").path("value").doubleValue()).isEqualTo(memory.base().value());
    assertThat(found.path("ratio").path("high").doubleValue()).isEqualTo(memory.ratio().high());
    assertThat(found.path("why").asText()).startsWith("memory depends on a machine's cores");
  }

  @Test
  void whatIsNotKnownIsNull() {
    JsonNode time = json.path("findings").path(0);

    assertThat(time.path("other").path("value").isNull()).isTrue();
    assertThat(time.path("other").path("forks").toString()).isEqualTo("[8.0,8.4,null]");
    assertThat(time.path("verdict").asText()).isEqualTo("inconclusive");
    assertThat(time.path("normalised").path("low").isNull()).isTrue();
  }

  @Test
  void whatARunSaysAgainstItselfIsTold() {
    assertThat(json.path("other").path("invalid").path(0).path("figure").asText())
        .isEqualTo("time");
    assertThat(json.path("other").path("invalid").path(0).path("reasons").toString())
        .isEqualTo("[\"it drifted \\\\u001b\\\\u007f\\\\u009b \u2192\"]");
    assertThat(json.path("base").path("invalid")).isEmpty();
  }

  /** Whatever the encoding of standard output is, it arrives as JSON. */
  @Test
  void itIsAscii() {
    assertThat(text.codePoints())
        .allMatch(letter -> letter == '\n' || letter >= 32 && letter < 127);
    assertThat(json.path("onlyOther").path(0).path("parameters").path("corpus").asText())
        .isEqualTo("gr\u00f6\u00dfe\u007f");
  }
}
